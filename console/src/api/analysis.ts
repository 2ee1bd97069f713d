import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Answer, Query } from "./query-types";

/** The answer to one analysis; with "auto", one that reads much is told from some of the people first. */
export const answerQuery = <Result>(
  project: string,
  query: Query,
  lang: "zh" | "en",
  precision: "exact" | "auto" = "exact",
) =>
  queryOptions({
    queryKey: [project, "answer", lang, query, precision],
    queryFn: ({ signal }) =>
      api.post<Answer<Result>>(`${projectRoot(project)}/query`, { ...query, lang, precision }, signal),
  });

/** Where the server says that what numbers count has changed. */
export const newsOf = (project: string) => `${projectRoot(project)}/stream`;
