import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { sourcesQuery } from "@/api/sources";
import { useProject } from "@/lib/project-context";

/** The name of a source by the id of its write key; an unknown one is its id. */
export function useSourceNames(): (key: string) => string {
  const { project } = useProject();
  const sources = useQuery(sourcesQuery(project)).data;
  return useCallback((key: string) => sources?.find((each) => each.key_id === key)?.name ?? key, [sources]);
}
