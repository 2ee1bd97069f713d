import { useQuery } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { sessionQuery } from "@/api/session";
import { SignInPage } from "@/features/sign-in/sign-in-page";
import { Problem } from "@/ui/problem";

/** Nobody passes without a session; signing in leads to the page that was asked for. */
export function Gate() {
  const session = useQuery(sessionQuery);
  if (session.error) {
    return (
      <main className="content">
        <Problem error={session.error} retry={() => session.refetch()} />
      </main>
    );
  }
  if (session.data === undefined) {
    return (
      <main className="content">
        <Skeleton active paragraph={{ rows: 6 }} />
      </main>
    );
  }
  return session.data ? <Outlet /> : <SignInPage />;
}
