import { useCallback } from "react";
import { useProject } from "./project-context";

const RANK = ["viewer", "analyst", "operator", "owner"] as const;
export type Role = (typeof RANK)[number];

/** `may("operator")`: whether the signed-in person's role reaches that far. The server decides anyway. */
export function useMay(): (least: Role) => boolean {
  const { role } = useProject();
  return useCallback((least: Role) => RANK.indexOf(role as Role) >= RANK.indexOf(least), [role]);
}
