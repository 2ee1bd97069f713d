import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type StatusAnswer = Shape<"PeopleStatusAnswer">;
export type StatusRules = Shape<"StatusRulesShape">;
export type ValueAnswer = Shape<"ValueShape">;
export type ValueRules = Shape<"ValueRulesShape">;
export type TierMoves = Shape<"TierMoves">;
export type CostsAnswer = Shape<"CostsAnswer">;

/** How everybody stands today. */
export const statusQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "status"],
    queryFn: ({ signal }) => api.get<StatusAnswer>(`${projectRoot(project)}/status`, signal),
  });

export function saveStatusRules(project: string, rules: StatusRules): Promise<StatusAnswer> {
  return api.put(`${projectRoot(project)}/status`, rules);
}

/** What people bring, by the saved rules. */
export const valueQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "value"],
    queryFn: ({ signal }) => api.get<ValueAnswer>(`${projectRoot(project)}/value`, signal),
  });

export function saveValueRules(project: string, rules: ValueRules): Promise<ValueAnswer> {
  return api.put(`${projectRoot(project)}/value`, rules);
}

/** Who went from which tier to which in the last 30 days. */
export const valueMovesQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "value", "moves"],
    queryFn: ({ signal }) => api.get<TierMoves>(`${projectRoot(project)}/value/moves`, signal),
  });

/** What was spent by source, and what came of it. */
export const costsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "acquisition-costs"],
    queryFn: ({ signal }) => api.get<CostsAnswer>(`${projectRoot(project)}/acquisition-costs`, signal),
  });

export function saveCosts(
  project: string,
  costs: { source: string; month: string; spend: string }[],
): Promise<CostsAnswer> {
  return api.post(`${projectRoot(project)}/acquisition-costs`, { costs });
}
