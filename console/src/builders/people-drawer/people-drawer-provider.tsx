import { lazy, type ReactNode, Suspense, useState } from "react";
import { type PeopleBehind, PeopleDrawerContext } from "./people-drawer-context";

const PeopleDrawer = lazy(() => import("./people-drawer").then((it) => ({ default: it.PeopleDrawer })));

/** One drawer for the whole console: whoever shows a number can show its people. */
export function PeopleDrawerProvider({ children }: { children: ReactNode }) {
  const [behind, setBehind] = useState<PeopleBehind | null>(null);
  return (
    <PeopleDrawerContext value={setBehind}>
      {children}
      {behind ? (
        <Suspense>
          <PeopleDrawer behind={behind} close={() => setBehind(null)} />
        </Suspense>
      ) : null}
    </PeopleDrawerContext>
  );
}
