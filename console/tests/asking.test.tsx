import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { Query } from "@/api/query-types";
import { AskingNote } from "@/builders/query/asking-note";
import { useAnswer } from "@/builders/query/use-answer";
import { ProjectContext } from "@/lib/project-context";
import { holdRequests } from "./held-requests";

const demo = { project: "demo", name: "Demo", zone: "UTC", currency: "USD", role: "owner" };
const sample = { share: 0.0625, people: 62_471, error: 0.0031, intervals: [] };
const { sent, reach, give } = holdRequests<{ precision: string; per: string }>();

function Page({ per }: { per: string }) {
  const { data, asking } = useAnswer<string>({ kind: "trend", per } as unknown as Query);
  return (
    <>
      <AskingNote asking={asking} sample={data?.sample} />
      <b>{data?.result}</b>
    </>
  );
}

function inProject(per: string) {
  return (
    <ProjectContext value={demo}>
      <Page per={per} />
    </ProjectContext>
  );
}

function show(per: string) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: React.ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return render(inProject(per), { wrapper });
}

afterEach(cleanup);

it("shows the estimate, can stop the exact answer, and puts it in its place when it comes", async () => {
  show("day");
  await reach(1);
  expect(sent[0]?.body.precision).toBe("auto");
  await give(0, { result: "about", precision: "sampled", sample });
  expect(await screen.findByText("about")).toBeDefined();
  expect(screen.getByText(/1\/16 of people \(62,471\)/)).toBeDefined();
  await reach(2);
  expect(sent[1]?.body.precision).toBe("exact");
  fireEvent.click(screen.getByRole("button", { name: "Stop" }));
  await waitFor(() => expect(sent[1]?.signal.aborted).toBe(true));
  fireEvent.click(await screen.findByRole("button", { name: "Exact" }));
  await reach(3);
  await give(2, { result: "exactly", precision: "exact" });
  expect(await screen.findByText("exactly")).toBeDefined();
  expect(screen.queryByTestId("asking")).toBeNull();
});

it("asks once when the answer is exact at once", async () => {
  show("day");
  await reach(1);
  await give(0, { result: "exactly", precision: "exact" });
  expect(await screen.findByText("exactly")).toBeDefined();
  expect(screen.queryByTestId("asking")).toBeNull();
  expect(sent.length).toBe(1);
});

it("gives up what nobody waits for: an earlier sentence, and a page that is left", async () => {
  const page = show("day");
  await reach(1);
  page.rerender(inProject("week"));
  await reach(2);
  expect(sent.map((each) => [each.body.per, each.signal.aborted])).toEqual([
    ["day", true],
    ["week", false],
  ]);
  page.unmount();
  await waitFor(() => expect(sent[1]?.signal.aborted).toBe(true));
});
