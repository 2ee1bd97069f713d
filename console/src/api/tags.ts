import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Said } from "./said";
import type { Shape } from "./shape";

export type Definition = Record<string, unknown>;
export type TagLine = Shape<"TagLine">;
export type TagFull = Omit<Shape<"TagAnswer">, "definition"> & { definition: Definition };
export type TagFolder = Shape<"TagFolderShape">;
export type FolderSize = Shape<"FolderSizeShape">;
export type TagKind = TagLine["kind"];
export type Spread = Shape<"SpreadShape">;
export type TagHistory = Shape<"TagHistory">;
export type ReadyTag = Shape<"ReadyTagShape">;

export interface TagDraft {
  name: string;
  kind: TagKind;
  definition: Definition;
  label: Said;
  description: string;
  owner: string;
  family: TagLine["family"];
  schedule: TagLine["schedule"];
  folder_id: string | null;
}
export interface SetNaming {
  events: Record<string, string>;
  properties: Record<string, string>;
  language: "zh" | "en";
}

/** Which tags: a word, a folder with those below it ("" is none of them, null anywhere), a kind. */
export interface TagsWanted {
  search: string;
  folder: string | null;
  kind: TagKind | null;
}

const PAGE = 50;
const root = (project: string) => `${projectRoot(project)}/tags`;
const folders = (project: string) => `${projectRoot(project)}/tag-folders`;

/** The catalogue, page by page: tags with their values, and the folders. */
export const tagsQuery = (project: string, wanted: TagsWanted) =>
  infiniteQueryOptions({
    queryKey: [project, "tags", "", wanted],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({ limit: String(PAGE), search: wanted.search });
      if (wanted.folder !== null) asked.set("folder_id", wanted.folder);
      if (wanted.kind) asked.set("kind", wanted.kind);
      if (pageParam) asked.set("cursor", pageParam);
      return api.get<Shape<"TagCatalogue">>(`${root(project)}?${asked}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });

/** The folders of the catalogue. */
export const tagFoldersQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "tags", "", "folders"],
    queryFn: ({ signal }) => api.get<Shape<"TagCatalogue">>(`${root(project)}?limit=1`, signal),
    select: (answer) => answer.folders,
  });

/** One tag, whole. */
export const tagQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "tags", id],
    queryFn: ({ signal }) => api.get<TagFull>(`${root(project)}/${id}`, signal),
  });

/** How many people had each value by day, and who moved. */
export const tagHistoryQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "tags", id, "history"],
    queryFn: ({ signal }) => api.get<TagHistory>(`${root(project)}/${id}/history`, signal),
  });

/** How many people a definition would give which value. */
export const tagPreviewQuery = (project: string, kind: TagKind, definition: Definition) =>
  queryOptions({
    queryKey: [project, "tag-preview", kind, definition],
    queryFn: ({ signal }) =>
      api.post<Shape<"TagPreview">>(`${root(project)}/preview`, { kind, definition }, signal),
    retry: false,
  });

/** The ready sets. */
export const tagSetsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "tag-sets"],
    queryFn: ({ signal }) => api.get<Shape<"TagSetList">>(`${root(project)}/sets`, signal),
    select: (answer) => answer.sets,
  });

/** What would become of each tag of a set. */
export const tagSetQuery = (project: string, industry: string, naming: SetNaming) =>
  queryOptions({
    queryKey: [project, "tag-sets", industry, naming],
    queryFn: ({ signal }) =>
      api.post<Shape<"TagSetState">>(`${root(project)}/sets/${industry}/check`, naming, signal),
    select: (answer) => answer.tags,
  });

export function installTagSet(project: string, industry: string, naming: SetNaming) {
  return api.post<Shape<"TagSetState">>(`${root(project)}/sets/${industry}/install`, naming);
}
export function createTag(project: string, draft: TagDraft): Promise<TagFull> {
  return api.post(root(project), draft);
}
export function changeTag(project: string, id: string, change: Partial<TagDraft>): Promise<TagFull> {
  return api.patch(`${root(project)}/${id}`, change);
}
export function refreshTag(project: string, id: string): Promise<TagFull> {
  return api.post(`${root(project)}/${id}/refresh`);
}
export function removeTag(project: string, id: string): Promise<unknown> {
  return api.remove(`${root(project)}/${id}`);
}
export function giveTag(
  project: string,
  id: string,
  given: { value: string; segment: string; take: boolean },
) {
  return api.post<Shape<"TagGiven">>(`${root(project)}/${id}/give`, given);
}
export function importTag(project: string, id: string, file: { identity: string; text: string }) {
  return api.post<Shape<"TagImported">>(`${root(project)}/${id}/import`, file);
}
export function createFolder(project: string, name: string): Promise<TagFolder> {
  return api.post(folders(project), { name });
}
export function changeFolder(
  project: string,
  id: string,
  change: { name?: string; parent_id?: string; position?: number },
): Promise<TagFolder> {
  return api.patch(`${folders(project)}/${id}`, change);
}
export function removeFolder(project: string, id: string): Promise<unknown> {
  return api.remove(`${folders(project)}/${id}`);
}
