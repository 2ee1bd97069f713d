import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

/** The server always answers the lists that a caller may leave out. */
export type PlannedProperty = Omit<Shape<"PlannedPropertyShape">, "values"> & { values: (string | number)[] };
export type PlannedEvent = Omit<Shape<"PlannedEventShape">, "properties"> & { properties: PlannedProperty[] };
export type Plan = Omit<Shape<"PlanShape">, "events"> & { events: PlannedEvent[] };
export type PlanAnswer = Omit<Shape<"PlanAnswer">, "plan"> & { plan: Plan };
type PlanDraft = Omit<Shape<"PlanDraft">, "plan"> & { plan: Plan };
export type PlanDifference = Shape<"PlanDifferenceShape">;
export type PlanImported = Shape<"PlanImported">;

const root = (project: string, rest = "") => `${projectRoot(project)}/plan${rest}`;

/** The plan in force, and where each event was last seen. */
export const planQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "plan"],
    queryFn: ({ signal }) => api.get<PlanAnswer>(root(project), signal),
  });

/** What came and is not planned, what is planned and did not come. */
export const planDiffQuery = (project: string, last: string) =>
  queryOptions({
    queryKey: [project, "plan", "diff", last],
    queryFn: ({ signal }) => api.get<Shape<"PlanDiffAnswer">>(root(project, `/diff?last=${last}`), signal),
    refetchInterval: 10_000,
  });

export function savePlan(project: string, plan: Plan, version: number): Promise<PlanAnswer> {
  return api.put(root(project), { plan, version });
}

/** The plan with what came in added; nothing is saved. */
export function draftPlan(project: string, last: string): Promise<PlanDraft> {
  return api.get(root(project, `/draft?last=${last}`));
}

/** Where the plan can be fetched as a file. */
export function planFile(project: string, as: "yaml" | "xlsx"): string {
  return `/api/v1${root(project, `/export?as=${as}`)}`;
}

export function importPlan(project: string, file: File, dryRun: boolean): Promise<PlanImported> {
  const form = new FormData();
  form.set("file", file);
  form.set("dry_run", String(dryRun));
  return api.upload(root(project, "/import"), form);
}
