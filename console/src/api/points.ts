import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";

export interface Posting {
  posting_id: string;
  at: string;
  points: number;
  balance: number;
  cause: string;
  note: string;
}
export interface PersonPoints {
  person_id: number;
  balance: number;
  earned: number;
  spent: number;
  postings: Posting[];
  next: string | null;
}
export interface PointsTotals {
  issued: number;
  spent: number;
  outstanding: number;
  members: number;
  balanced: boolean;
}

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
