import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Person = Shape<"PersonAnswer">;
export type TimelineEvent = Shape<"EventLine">;

const PERSON_LIVE_MS = 15_000;

/** Everything known of one person; asked again while their page is open. */
export const personQuery = (project: string, person: string) =>
  queryOptions({
    queryKey: [project, "person", person],
    queryFn: ({ signal }) => api.get<Person>(`${projectRoot(project)}/people/${person}`, signal),
    refetchInterval: PERSON_LIVE_MS,
  });

export interface TimelineFilter {
  events: string[];
  search: string;
}
const LIVE_MS = 5_000;

/** A person's events, newest first, page by page; asked again while it is open. */
export const timelineQuery = (project: string, person: string, filter: TimelineFilter) =>
  infiniteQueryOptions({
    queryKey: [project, "timeline", person, filter],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams(filter.events.map((name) => ["event", name]));
      if (filter.search) asked.set("search", filter.search);
      if (pageParam) asked.set("cursor", pageParam);
      return api.get<Shape<"EventPage">>(`${projectRoot(project)}/people/${person}/events?${asked}`, signal);
    },
    refetchInterval: LIVE_MS,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
