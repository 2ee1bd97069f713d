import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Answer, Query } from "./query-types";

/** The answer to one analysis. */
export const answerQuery = <Result>(project: string, query: Query, lang: "zh" | "en") =>
  queryOptions({
    queryKey: [project, "answer", lang, query],
    queryFn: ({ signal }) =>
      api.post<Answer<Result>>(`${projectRoot(project)}/query`, { ...query, lang }, signal),
  });
