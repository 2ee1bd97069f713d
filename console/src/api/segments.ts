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
  algebra?: Algebra;
  identities?: { kind: string; values: string[] };
  refresh?: Shape<"SegmentRefreshShape">;
}

/** Set operations over segments by name or id. */
type Algebra = Partial<Record<"union" | "intersect" | "minus", string[]>>;

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

export type SegmentEdition = Shape<"SegmentEditionShape">;
export type SegmentRefresh = Shape<"SegmentRefreshShape">;
export type SegmentProfile = Shape<"SegmentProfile">;
export type Trait = Shape<"TraitShape">;
export type OverlapAnswer = Shape<"OverlapAnswer">;
export type SegmentExport = Shape<"SegmentExportAnswer">;

/** What real time changed, hour by hour, oldest first. */
export const segmentHoursQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "segments", id, "history"],
    queryFn: ({ signal }) =>
      api.get<Shape<"SegmentHistory">>(`${projectRoot(project)}/segments/${id}/history`, signal),
    select: (answer) => answer.hours ?? [],
  });

/** What it was defined as and by whom, newest first. */
export const segmentEditionsQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "segments", id, "editions"],
    queryFn: ({ signal }) =>
      api.get<{ editions: SegmentEdition[] }>(`${projectRoot(project)}/segments/${id}/editions`, signal),
    select: (answer) => answer.editions,
  });

/** Its traits against everybody. */
export const segmentProfileQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "segments", id, "profile"],
    queryFn: ({ signal }) =>
      api.get<SegmentProfile>(`${projectRoot(project)}/segments/${id}/profile`, signal),
  });

/** How many people are in exactly which of some segments. */
export const overlapQuery = (project: string, segments: string[]) =>
  queryOptions({
    queryKey: [project, "segments", "overlap", segments],
    queryFn: ({ signal }) =>
      api.post<OverlapAnswer>(`${projectRoot(project)}/segment-overlap`, { segments }, signal),
    enabled: segments.length > 1,
  });

/** What left as a file; asked again while one is being written. */
export const segmentExportsQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "segments", id, "exports"],
    queryFn: ({ signal }) =>
      api.get<{ exports: SegmentExport[] }>(`${projectRoot(project)}/segments/${id}/exports`, signal),
    select: (answer) => answer.exports,
    refetchInterval: (query) => (query.state.data?.exports.some((each) => isUnderWay(each)) ? 1000 : false),
  });

export type Handover = Shape<"HandoverAnswer">;

/** Where the people were handed over to. */
export const handoversQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "segments", id, "handovers"],
    queryFn: ({ signal }) =>
      api.get<Shape<"HandoverList">>(`${projectRoot(project)}/segments/${id}/handovers`, signal),
    select: (answer) => answer.handovers,
    refetchInterval: (query) => (query.state.data?.handovers.some((each) => !each.is_planned) ? 3000 : false),
  });

export function handOverSegment(project: string, id: string, wish: Shape<"HandoverBody">): Promise<Handover> {
  return api.post(`${projectRoot(project)}/segments/${id}/handovers`, wish);
}

export function isUnderWay(each: SegmentExport): boolean {
  return each.state === "waiting" || each.state === "running";
}

export type ExportWish = Partial<Shape<"SegmentExportBody">> & { purpose: string };

export function exportSegment(project: string, id: string, wish: ExportWish): Promise<SegmentExport> {
  return api.post(`${projectRoot(project)}/segments/${id}/exports`, wish);
}

export function stopExport(project: string, each: SegmentExport): Promise<SegmentExport> {
  return api.post(`${projectRoot(project)}/segments/${each.segment_id}/exports/${each.export_id}/stop`);
}

/** Where the browser fetches the file from. */
export function exportFile(project: string, each: SegmentExport): string {
  return `/api/v1${projectRoot(project)}/segments/${each.segment_id}/exports/${each.export_id}/file`;
}
