import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { FacetBody } from "./condition-types";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";
export type ConditionKind = Shape<"ConditionKind">;
export type ClauseFields = Shape<"EditorAnswer">;
export type ClauseField = Shape<"EditorField">;

/** The kinds of condition that rooms of the server add, each with the editor of a new clause. */
export const conditionKindsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "condition-kinds"],
    queryFn: async ({ signal }) => {
      const root = projectRoot(project);
      return (await api.get<Shape<"ConditionKinds">>(`${root}/condition-kinds`, signal)).kinds;
    },
    staleTime: 60_000,
  });

/** The editor of a clause as it stands: what may be chosen can depend on what is chosen already. */
export const clauseEditorQuery = (project: string, kind: string, clause: FacetBody) =>
  queryOptions({
    queryKey: [project, "condition-kinds", kind, clause],
    queryFn: ({ signal }) =>
      api.post<ClauseFields>(`${projectRoot(project)}/condition-kinds/${kind}/editor`, { clause }, signal),
    staleTime: 60_000,
  });
