import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";
export type Overview = Shape<"OverviewAnswer">;

/** How the project stands in the last days. */
export const overviewQuery = (project: string, last: string) =>
  queryOptions({
    queryKey: [project, "overview", last],
    queryFn: ({ signal }) => api.get<Overview>(`${projectRoot(project)}/overview?last=${last}`, signal),
  });
