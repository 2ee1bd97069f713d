import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type HeldFacts = Shape<"HeldFactsShape">;

const root = (project: string) => `${projectRoot(project)}/held-facts`;

/** Changes that were too many to be told, and that nobody has decided on. */
export const heldFactsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "held-facts"],
    queryFn: ({ signal }) => api.get<Shape<"HeldFactsList">>(root(project), signal),
  });

/** Has them told after all, or dropped. */
export function decideHeld(project: string, heldId: string, how: "tell" | "drop") {
  return api.post<HeldFacts>(`${root(project)}/${heldId}/${how}`, {});
}
