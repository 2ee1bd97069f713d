import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Condition } from "./condition-types";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";
export type EstimateAnswer = Shape<"EstimateAnswer">;

/** How many people meet a condition, of how many. */
export const estimateQuery = (project: string, condition: Condition) =>
  queryOptions({
    queryKey: [project, "estimate", condition],
    queryFn: ({ signal }) =>
      api.post<EstimateAnswer>(`${projectRoot(project)}/people/estimate`, { condition }, signal),
  });
