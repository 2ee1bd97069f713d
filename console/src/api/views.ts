import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type ListView = Shape<"ListViewShape">;

const root = (project: string) => `${projectRoot(project)}/list-views`;

export const viewsQuery = (project: string, page: string) =>
  queryOptions({
    queryKey: [project, "list-views", page],
    queryFn: ({ signal }) =>
      api.get<{ views: ListView[] }>(`${root(project)}?page=${encodeURIComponent(page)}`, signal),
    select: (answer) => answer.views,
  });
export const saveView = (project: string, body: Shape<"ListViewBody">) =>
  api.post<ListView>(root(project), body);
export const removeView = (project: string, id: string) => api.remove(`${root(project)}/${id}`);
