import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Person = Shape<"PersonAnswer">;
export type TimelineEvent = Shape<"EventLine">;

/** Everything known of one person. */
export const personQuery = (project: string, person: string) =>
  queryOptions({
    queryKey: [project, "person", person],
    queryFn: ({ signal }) => api.get<Person>(`${projectRoot(project)}/people/${person}`, signal),
  });

/** A person's events, newest first, page by page. */
export const timelineQuery = (project: string, person: string) =>
  infiniteQueryOptions({
    queryKey: [project, "timeline", person],
    queryFn: ({ pageParam, signal }) => {
      const asked = pageParam ? `?cursor=${encodeURIComponent(pageParam)}` : "";
      return api.get<Shape<"EventPage">>(`${projectRoot(project)}/people/${person}/events${asked}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
