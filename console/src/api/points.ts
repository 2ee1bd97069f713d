import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";
export type PersonPoints = Shape<"PointsAnswer">;
export type PointsTotals = Shape<"PointsTotals">;

/** One person's account. */
export const personPointsQuery = (project: string, person: number) =>
  queryOptions({
    queryKey: [project, "points", person],
    queryFn: ({ signal }) => api.get<PersonPoints>(`${projectRoot(project)}/points/${person}`, signal),
  });

/** The project's books. */
export const pointsTotalsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "points"],
    queryFn: ({ signal }) => api.get<PointsTotals>(`${projectRoot(project)}/points`, signal),
  });

/** A correction by hand; the key makes a repeated click one correction. */
export function adjustPoints(
  project: string,
  person: number,
  change: { points: number; reason: string; key: string },
): Promise<unknown> {
  return api.post(`${projectRoot(project)}/points/${person}/adjust`, change);
}
