import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Condition, EventFilter, TimeRange } from "./condition-types";
import { projectRoot } from "./project-root";
import type { Query } from "./query-types";
import type { Shape } from "./shape";

type Written = Shape<"TileShape">;
export type Place = Required<Written["place"]>;
export interface Tile extends Omit<Written, "place" | "query" | "filter"> {
  place: Place;
  /** Of this tile alone. */
  filter?: EventFilter | null;
  query?: Query | null;
}
export interface Controls {
  range?: TimeRange | null;
  people?: Condition | null;
  filter?: EventFilter | null;
}
export interface Dashboard {
  dashboard_id: string;
  name: string;
  tiles: Tile[];
  controls: Controls;
}
export type TileAnswer = Omit<Shape<"TileAnswerShape">, "query"> & { query: Query | null };
export interface DashboardAnswer {
  tiles: TileAnswer[];
  as_of: string;
  rows_read: number;
  took_ms: number;
}
export type Share = Shape<"ShareShape">;

const root = (project: string) => `${projectRoot(project)}/dashboards`;

export const dashboardsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "dashboards"],
    queryFn: ({ signal }) => api.get<{ dashboards: Dashboard[] }>(root(project), signal),
    select: (answer) => answer.dashboards,
  });
export const dashboardQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "dashboards", id],
    queryFn: ({ signal }) => api.get<Dashboard>(`${root(project)}/${id}`, signal),
  });

interface Asked extends Controls {
  lang: "zh" | "en";
  /** With "auto", a tile that reads much is told from some of the people. */
  precision: "exact" | "auto";
  /** Ids of those that are wanted; without them, all. */
  tiles?: string[];
}

export const dashboardAnswerQuery = (project: string, board: Dashboard, asked: Asked) =>
  queryOptions({
    queryKey: [project, "dashboard-answer", board, asked],
    queryFn: ({ signal }) =>
      api.post<DashboardAnswer>(`${root(project)}/${board.dashboard_id}/answer`, asked, signal),
  });
export const createDashboard = (project: string, name: string, tiles: Tile[]) =>
  api.post<Dashboard>(root(project), { name, tiles });
export const saveDashboard = (project: string, { dashboard_id, name, tiles, controls }: Dashboard) =>
  api.put<Dashboard>(`${root(project)}/${dashboard_id}`, { name, tiles, controls });
export const removeDashboard = (project: string, id: string) => api.remove(`${root(project)}/${id}`);

export const sharesQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "dashboards", id, "shares"],
    queryFn: ({ signal }) => api.get<{ shares: Share[] }>(`${root(project)}/${id}/shares`, signal),
    select: (answer) => answer.shares,
  });
export const shareDashboard = (project: string, id: string, days: number) =>
  api.post<Shape<"ShareCreated">>(`${root(project)}/${id}/shares`, { days });
export const withdrawShare = (project: string, id: string, share: string) =>
  api.remove(`${root(project)}/${id}/shares/${share}`);
