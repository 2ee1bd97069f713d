import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Condition, EventFilter } from "./condition-types";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

/** What a rule says, in the language's own types. */
export interface EarningDefinition {
  event: string;
  where?: EventFilter;
  people?: Condition;
  points?: number;
  per_amount?: number;
  amount?: string;
}
export type EarningRule = Omit<Shape<"EarningRuleAnswer">, "definition"> & { definition: EarningDefinition };
export interface EarningDraft {
  name: string;
  definition: EarningDefinition;
  enabled: boolean;
}

const root = (project: string, id?: string) => `${projectRoot(project)}/earning-rules${id ? `/${id}` : ""}`;

/** The project's rules, oldest first. */
export const earningRulesQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "earning-rules"],
    queryFn: ({ signal }) => api.get<{ rules: EarningRule[] }>(root(project), signal),
    select: (answer) => answer.rules,
  });

export function saveEarningRule(
  project: string,
  id: string | null,
  draft: EarningDraft,
): Promise<EarningRule> {
  return id ? api.patch(root(project, id), draft) : api.post(root(project), draft);
}

export function enableEarningRule(project: string, id: string, enabled: boolean): Promise<EarningRule> {
  return api.patch(root(project, id), { enabled });
}

export function removeEarningRule(project: string, id: string): Promise<unknown> {
  return api.remove(root(project, id));
}

/** What a draft would have granted over the last days. */
export function simulateEarning(
  project: string,
  definition: EarningDefinition,
): Promise<Shape<"SimulationAnswer">> {
  return api.post(`${root(project)}/simulate`, definition);
}
