import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Condition } from "./condition-types";
import { projectRoot } from "./project-root";
import type { Said } from "./said";

export interface EstimateAnswer {
  count: number;
  total: number;
  sentence: Said;
  took_ms: number;
}

/** How many people meet a condition, of how many. */
export const estimateQuery = (project: string, condition: Condition) =>
  queryOptions({
    queryKey: [project, "estimate", condition],
    queryFn: ({ signal }) =>
      api.post<EstimateAnswer>(`${projectRoot(project)}/people/estimate`, { condition }, signal),
  });
