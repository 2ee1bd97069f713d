import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Condition } from "./condition-types";
import type { NamedPeople } from "./people";
import { projectRoot } from "./project-root";
import type { Query, Who } from "./query-types";
import type { Shape } from "./shape";
export type Segment = Omit<Shape<"SegmentAnswer">, "condition"> & { condition: Condition | null };
export interface SegmentDraft {
  name: string;
  description?: string;
  condition?: Condition;
  query?: Query & { who: Who };
  source?: NamedPeople;
}

/** Every segment of the project, newest first. */
export const segmentsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "segments"],
    queryFn: ({ signal }) => api.get<{ segments: Segment[] }>(`${projectRoot(project)}/segments`, signal),
    select: (answer) => answer.segments,
  });

/** Saves a condition, or the people behind a number, under a name. */
export function createSegment(project: string, draft: SegmentDraft): Promise<Segment> {
  return api.post(`${projectRoot(project)}/segments`, draft);
}

export type SegmentVersion = Shape<"SegmentVersion">;

/** One segment. */
export const segmentQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "segments", id],
    queryFn: ({ signal }) => api.get<Segment>(`${projectRoot(project)}/segments/${id}`, signal),
  });

/** Its computations, oldest first. */
export const segmentHistoryQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "segments", id, "history"],
    queryFn: ({ signal }) =>
      api.get<{ versions: SegmentVersion[] }>(`${projectRoot(project)}/segments/${id}/history`, signal),
    select: (answer) => answer.versions,
  });

export function changeSegment(project: string, id: string, change: Partial<SegmentDraft>): Promise<Segment> {
  return api.patch(`${projectRoot(project)}/segments/${id}`, change);
}

export function refreshSegment(project: string, id: string): Promise<Segment> {
  return api.post(`${projectRoot(project)}/segments/${id}/refresh`);
}

export function removeSegment(project: string, id: string): Promise<unknown> {
  return api.remove(`${projectRoot(project)}/segments/${id}`);
}
