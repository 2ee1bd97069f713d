import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";
export type Catalogue = Shape<"CatalogueAnswer">;

/** Every event, property and attribute the project has seen. */
export const catalogueQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "catalogue"],
    queryFn: ({ signal }) => api.get<Catalogue>(`${projectRoot(project)}/catalogue`, signal),
    staleTime: 60_000,
  });

export type ValuesOf = { property: string; event?: string | undefined } | { attribute: string };

/** The most frequent values of a property or an attribute, with counts. */
export const valuesQuery = (project: string, of: ValuesOf) =>
  queryOptions({
    queryKey: [project, "values", of],
    queryFn: async ({ signal }) => {
      const asked = new URLSearchParams();
      for (const [key, value] of Object.entries(of)) if (value) asked.set(key, value);
      const answer = await api.get<Shape<"ValueList">>(
        `${projectRoot(project)}/catalogue/values?${asked}`,
        signal,
      );
      return answer.values;
    },
    staleTime: 60_000,
  });
