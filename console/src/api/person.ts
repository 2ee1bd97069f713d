import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Person = Shape<"PersonAnswer">;
export type TimelineEvent = Shape<"EventLine">;

/** Everything known of one person; their page is told when to ask again. */
export const personQuery = (project: string, person: string) =>
  queryOptions({
    queryKey: [project, "person", person],
    queryFn: ({ signal }) => api.get<Person>(`${projectRoot(project)}/people/${person}`, signal),
  });

/** Lets every destination forget a person. */
export function withdrawPerson(project: string, person: number): Promise<Shape<"WithdrawalAnswer">> {
  return api.post(`${projectRoot(project)}/people/${person}/withdrawal`);
}

export interface TimelineFilter {
  events: string[];
  search: string;
}

/** A person's events, newest first, page by page. */
export const timelineQuery = (project: string, person: string, filter: TimelineFilter) =>
  infiniteQueryOptions({
    queryKey: [project, "timeline", person, filter],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams(filter.events.map((name) => ["event", name]));
      if (filter.search) asked.set("search", filter.search);
      if (pageParam) asked.set("cursor", pageParam);
      return api.get<Shape<"EventPage">>(`${projectRoot(project)}/people/${person}/events?${asked}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** Where the server says that there is something new of a person. */
export const streamOf = (project: string, person: string) =>
  `${projectRoot(project)}/people/${person}/stream`;
