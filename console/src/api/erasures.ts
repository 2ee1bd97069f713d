import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Erasure = Shape<"ErasureAnswer">;
export type ErasurePlace = Shape<"ErasurePlaceShape">;

const erasureOf = (project: string, person: string) => `${projectRoot(project)}/people/${person}/erasure`;

/** What there is of a person, before they are erased. */
export const erasurePreviewQuery = (project: string, person: string) =>
  queryOptions({
    queryKey: [project, "erasure-preview", person],
    queryFn: ({ signal }) =>
      api.get<Shape<"ErasurePreview">>(`${erasureOf(project, person)}/preview`, signal),
    staleTime: 0,
  });

/** The newest erasure of a person's number; asked for again until it is done. */
export const erasureQuery = (project: string, person: string) =>
  queryOptions({
    queryKey: [project, "erasure", person],
    queryFn: ({ signal }) => api.get<Erasure>(erasureOf(project, person), signal),
    refetchInterval: ({ state }) => (state.data && state.data.state !== "done" ? 1000 : false),
    retry: false,
  });

/** Erases a person, for good. */
export function erasePerson(project: string, person: string): Promise<Erasure> {
  return api.post(erasureOf(project, person));
}
