import { createContext, useContext } from "react";
import type { PeopleSource } from "@/api/people";

export interface PeopleBehind {
  title: string;
  source: PeopleSource;
}

export const PeopleDrawerContext = createContext<(behind: PeopleBehind) => void>(() => undefined);

/** Opens the people behind a number. */
export function usePeopleDrawer(): (behind: PeopleBehind) => void {
  return useContext(PeopleDrawerContext);
}
