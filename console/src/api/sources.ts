import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Source = Shape<"SourceAnswer">;

const root = (project: string, key?: string) => `${projectRoot(project)}/sources${key ? `/${key}` : ""}`;

/** Write keys with their names, and what came by each today. */
export const sourcesQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "sources"],
    queryFn: ({ signal }) => api.get<Shape<"SourceList">>(root(project), signal),
    select: (answer) => answer.sources,
  });

export const sourceQuery = (project: string, key: string) =>
  queryOptions({
    queryKey: [project, "sources", key],
    queryFn: ({ signal }) => api.get<Source>(root(project, key), signal),
  });

export function createSource(
  project: string,
  draft: Shape<"SourceCreateBody">,
): Promise<Shape<"SourceMade">> {
  return api.post(root(project), draft);
}

export function changeSource(
  project: string,
  key: string,
  change: Partial<Shape<"SourceChangeBody">>,
): Promise<Source> {
  return api.patch(root(project, key), change);
}

export function removeSource(project: string, key: string): Promise<unknown> {
  return api.remove(root(project, key));
}

/** A write key is shown once: it is kept in the memory of this tab only. */
export const writeKeyOf = (project: string, key: string) => [project, "write-key", key];
