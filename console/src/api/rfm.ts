import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { RfmQuery } from "./query-types";
import type { Shape } from "./shape";

export type RfmModel = Shape<"RfmModelAnswer">;

/** The definitions that a project classifies its buyers by. */
export const rfmModelsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "rfm"],
    queryFn: ({ signal }) => api.get<{ models: RfmModel[] }>(`${projectRoot(project)}/rfm`, signal),
    select: (answer) => answer.models,
  });

/** Keeps a question as the project's RFM and classifies everybody by it. */
export function keepRfm(project: string, query: RfmQuery): Promise<RfmModel> {
  const { event, amount, range, thresholds } = query;
  const definition = {
    event,
    range,
    ...(amount ? { amount } : {}),
    ...(thresholds ? { thresholds } : {}),
  };
  return api.put(`${projectRoot(project)}/rfm/default`, { definition });
}
