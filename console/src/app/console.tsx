import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { ApiError } from "@/api/api-error";
import { ThemeProvider } from "@/ui/theme-provider";
import { router } from "./router";

function again(failures: number, problem: unknown): boolean {
  const status = problem instanceof ApiError ? problem.status : 500;
  return failures < 1 && (status === 0 || status === 503);
}

const client = new QueryClient({
  defaultOptions: {
    queries: { retry: again, staleTime: 30_000, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});

/** The whole console: data, look and pages. */
export function Console() {
  return (
    <QueryClientProvider client={client}>
      <ThemeProvider>
        <RouterProvider router={router} />
      </ThemeProvider>
    </QueryClientProvider>
  );
}
