import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Quality = Shape<"QualityAnswer">;
export type QualityBy = "source" | "key" | "event" | "reason";
export type RejectedLine = Shape<"RejectedLine">;
export type Rejected = Shape<"RejectedAnswer">;
export type Cleaning = Shape<"CleaningAnswer">;
export type CleaningRules = Shape<"CleaningShape">;
export type StreamedEvent = Shape<"StreamedShape">;

/** What became of events, by hour and group. */
export const qualityQuery = (project: string, last: string, by: QualityBy) =>
  queryOptions({
    queryKey: [project, "quality", last, by],
    queryFn: ({ signal }) =>
      api.get<Quality>(`${projectRoot(project)}/quality?last=${last}&by=${by}`, signal),
    refetchInterval: 30_000,
  });

/** Which rejected events; empty fields do not narrow. */
export interface RejectedFilter {
  reason?: string;
  source?: string;
  key?: string;
  event?: string;
  text?: string;
}

function filled(filter: object): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== "" && value !== null));
}

/** Rejected events, the newest first, page by page. */
export const rejectedEventsQuery = (project: string, filter: RejectedFilter) =>
  infiniteQueryOptions({
    queryKey: [project, "rejected", filter],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({ limit: "50", ...filled(filter) });
      if (pageParam) asked.set("cursor", pageParam);
      return api.get<Shape<"RejectedList">>(`${projectRoot(project)}/rejected?${asked}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** One rejected event, whole. */
export const rejectedEventQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "rejected-event", id],
    queryFn: ({ signal }) =>
      api.get<Rejected>(`${projectRoot(project)}/rejected/${encodeURIComponent(id)}`, signal),
  });

/** Takes rejected events again; those named, or all that the filter meets. */
export function replayRejected(
  project: string,
  filter: RejectedFilter,
  ids: string[],
): Promise<Shape<"RejectedReplayAnswer">> {
  return api.post(`${projectRoot(project)}/rejected/replay`, ids.length > 0 ? { ids } : filled(filter));
}

/** A job; live until it has ended. */
export const jobQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "jobs", id],
    queryFn: ({ signal }) => api.get<Shape<"JobAnswer">>(`${projectRoot(project)}/jobs/${id}`, signal),
    refetchInterval: (query) =>
      ["waiting", "running"].includes(query.state.data?.state ?? "waiting") ? 1000 : false,
  });

export const cleaningQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "cleaning"],
    queryFn: ({ signal }) => api.get<Cleaning>(`${projectRoot(project)}/cleaning`, signal),
  });

export function saveCleaning(project: string, rules: Partial<CleaningRules>): Promise<Cleaning> {
  return api.put(`${projectRoot(project)}/cleaning`, rules);
}

/** What of the stream is looked at. */
export interface LiveFilter {
  source?: string;
  key?: string;
  event?: string;
  outcome?: string;
  person?: string;
}

/** What came in behind a place; waits some seconds for news. */
export function readLive(
  project: string,
  filter: LiveFilter,
  after: string | null,
  signal: AbortSignal,
): Promise<Shape<"DebuggerAnswer">> {
  const asked = new URLSearchParams({ limit: "100", ...filled(filter) });
  if (after) {
    asked.set("after", after);
    asked.set("wait", "20");
  }
  return api.get(`${projectRoot(project)}/debugger?${asked}`, signal);
}
