import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Import = Shape<"ImportAnswer">;
export type ImportPreview = Shape<"ImportPreview">;
export type RejectedRow = Shape<"RejectedRow">;

const root = (project: string, id?: string) => `${projectRoot(project)}/imports${id ? `/${id}` : ""}`;

/** True while more is to come. */
export function isGoing(state: string): boolean {
  return state === "waiting" || state === "running" || state === "open";
}

/** All imports, newest first; live while one is going. */
export const importsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "imports"],
    queryFn: ({ signal }) => api.get<Shape<"ImportList">>(root(project), signal),
    refetchInterval: (query) =>
      query.state.data?.imports.some((each) => isGoing(each.state)) ? 1500 : false,
    select: (answer) => answer.imports,
  });

/** One import; live while it is going. */
export const importQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "imports", id],
    queryFn: ({ signal }) => api.get<Import>(root(project, id), signal),
    refetchInterval: (query) => (query.state.data && isGoing(query.state.data.state) ? 1000 : false),
  });

/** The rows that were refused, page by page; asked anew when the import is in another state. */
export const rejectedQuery = (project: string, id: string, state: string) =>
  infiniteQueryOptions({
    queryKey: [project, "imports", id, "rejected", state],
    queryFn: ({ pageParam, signal }) =>
      api.get<Shape<"RejectedPage">>(
        `${root(project, id)}/rejected${pageParam ? `?cursor=${encodeURIComponent(pageParam)}` : ""}`,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export function previewImport(project: string, file: File): Promise<ImportPreview> {
  const form = new FormData();
  form.set("file", file);
  return api.upload(`${root(project)}/preview`, form);
}

export function startImport(project: string, file: File, mapping: string, dryRun: boolean): Promise<Import> {
  const form = new FormData();
  form.set("file", file);
  form.set("mapping", mapping);
  form.set("dry_run", String(dryRun));
  return api.upload(root(project), form);
}

export function cancelImport(project: string, id: string): Promise<Import> {
  return api.post(`${root(project, id)}/cancel`);
}
