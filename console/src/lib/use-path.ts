import { useCallback } from "react";
import { useProject } from "./project-context";

/** Addresses inside the current project: `path("segments")` → "/p/demo/segments". */
export function usePath(): (path: string) => string {
  const { project } = useProject();
  return useCallback((path: string) => `/p/${encodeURIComponent(project)}/${path}`, [project]);
}
