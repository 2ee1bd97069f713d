import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";

export interface Overview {
  people: number;
  active: number;
  new: number;
  kept: number;
  returned: number;
  revenue: number;
  orders: number;
  stages: { stage: string; people: number }[];
  series: { t: string; active: number; new: number; returned: number; revenue: number }[];
  range: { from: string; to: string; zone: string };
  last_event_on: string | null;
  note: string | null;
}

/** How the project stands in the last days. */
export const overviewQuery = (project: string, last: string) =>
  queryOptions({
    queryKey: [project, "overview", last],
    queryFn: ({ signal }) => api.get<Overview>(`${projectRoot(project)}/overview?last=${last}`, signal),
  });
