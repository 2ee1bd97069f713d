import { useQueries, useQueryClient } from "@tanstack/react-query";
import { type ClauseFields, clauseEditorQuery } from "@/api/condition-kinds";
import type { Clause, Condition, FacetBody } from "@/api/condition-types";
import { useProject } from "@/lib/project-context";
import { groupOf, partOf, unwrapNot } from "./tree";
import { useKinds } from "./use-kinds";

/** How a clause of a kind is edited, as it stands; what a new one begins with until that is known. */
export type EditorOf = (kind: string, body: FacetBody) => ClauseFields | undefined;

/** What choices can depend on: names, and which other fields are filled; not with what. */
export function askedOf(body: FacetBody): FacetBody {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, typeof value === "string" ? value : null]),
  );
}

function facetsIn(condition: Condition | null): [string, FacetBody][] {
  if (!condition || Object.keys(condition).length === 0) return [];
  const [, node] = unwrapNot(condition);
  if ("not" in node) return facetsIn(node);
  const group = groupOf(node);
  if (group) return group.children.flatMap(facetsIn);
  const part = partOf(node as Clause);
  return part.kind === "facet" ? [[part.name, part.body]] : [];
}

/** The editors of the clauses that rooms add, those in this condition as they stand in it. */
export function useEditors(condition: Condition | null): EditorOf {
  const { project } = useProject();
  const client = useQueryClient();
  const kinds = useKinds();
  const known = new Set(kinds.map((each) => each.name));
  const asked = facetsIn(condition).filter(([kind]) => known.has(kind));
  const unlike = new Map(
    asked.map(([kind, body]) => [JSON.stringify([kind, askedOf(body)]), [kind, body] as const]),
  );
  useQueries({
    queries: [...unlike.values()].map(([kind, body]) => clauseEditorQuery(project, kind, askedOf(body))),
  });
  return (kind, body) =>
    client.getQueryData<ClauseFields>(clauseEditorQuery(project, kind, askedOf(body)).queryKey) ??
    kinds.find((each) => each.name === kind)?.editor;
}
