import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

/** The kinds of breakdown that rooms of the server add: tags, segments, stages, with what may stand in each. */
export const breakdownKindsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "breakdown-kinds"],
    queryFn: async ({ signal }) =>
      (await api.get<Shape<"BreakdownKinds">>(`${projectRoot(project)}/breakdown-kinds`, signal)).kinds,
    staleTime: 60_000,
  });
