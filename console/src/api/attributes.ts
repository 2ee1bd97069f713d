import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Said } from "./said";
import type { Shape } from "./shape";

export type AttributeLine = Shape<"AttributeSummary">;
export type AttributeFull = Shape<"AttributeAnswer">;
export type AttributeCatalogue = Shape<"AttributeCatalogue">;
export type ValueShare = Shape<"ValueShareShape">;

export interface AttributeChange {
  label: Said;
  description: string;
  owner: string;
  family: AttributeLine["family"];
  folder_id: string;
  is_sensitive: boolean;
}

const root = (project: string) => `${projectRoot(project)}/attributes`;
const one = (project: string, name: string) => `${root(project)}/${encodeURIComponent(name)}`;

/** The catalogue: attributes with how many people have a value, and the folders. */
export const attributesQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "attributes"],
    queryFn: ({ signal }) => api.get<AttributeCatalogue>(root(project), signal),
  });

/** One attribute, whole. */
export const attributeQuery = (project: string, name: string) =>
  queryOptions({
    queryKey: [project, "attributes", name],
    queryFn: ({ signal }) => api.get<AttributeFull>(one(project, name), signal),
  });

/** How many people had which value at the end of each day. */
export const attributeHistoryQuery = (project: string, name: string) =>
  queryOptions({
    queryKey: [project, "attributes", name, "history"],
    queryFn: ({ signal }) => api.get<Shape<"AttributeHistory">>(`${one(project, name)}/history`, signal),
  });

/** What was stated of one person by day. */
export const personAttributeQuery = (project: string, person: number, name: string) =>
  queryOptions({
    queryKey: [project, "people", String(person), "attributes", name],
    queryFn: ({ signal }) =>
      api.get<Shape<"PersonAttributeHistory">>(
        `${projectRoot(project)}/people/${person}/attributes/${encodeURIComponent(name)}`,
        signal,
      ),
  });

export function changeAttribute(
  project: string,
  name: string,
  change: Partial<AttributeChange>,
): Promise<AttributeFull> {
  return api.patch(one(project, name), change);
}
export type AttributeType = AttributeLine["type"];

/** How people's values would read as another type; nothing is changed. */
export const typeFitQuery = (project: string, name: string, type: AttributeType) =>
  queryOptions({
    queryKey: [project, "attributes", name, "type", type],
    queryFn: ({ signal }) =>
      api.post<Shape<"TypeFitAnswer">>(`${one(project, name)}/type/preview`, { type }, signal),
  });

/** Has every value read again; the attribute has the new type when that is done. */
export function changeType(project: string, name: string, type: AttributeType) {
  return api.put<Shape<"TypeChangeShape">>(`${one(project, name)}/type`, { type });
}

export function arrangeAttributes(project: string, language: "zh" | "en") {
  return api.post<Shape<"AttributesArranged">>(`${root(project)}/arrange`, { language });
}
