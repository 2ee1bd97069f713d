import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Alert = Shape<"AlertShape">;
export type AlertBody = Shape<"AlertBody">;
export type Judged = Shape<"JudgedShape">;
export type Firing = Shape<"FiringShape">;
export type Target = Shape<"TargetShape">;
export type TargetBody = Shape<"TargetBody">;
export type Notice = Shape<"NoticeShape">;
export type Report = Shape<"ReportShape">;
export type ReportBody = Shape<"ReportBody">;

export const alertsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "alerts"],
    queryFn: ({ signal }) => api.get<{ alerts: Alert[] }>(`${projectRoot(project)}/alerts`, signal),
    select: (answer) => answer.alerts,
  });
export const firingsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "alert-firings"],
    queryFn: ({ signal }) => api.get<{ firings: Firing[] }>(`${projectRoot(project)}/alert-firings`, signal),
    select: (answer) => answer.firings,
  });
export const targetsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "notice-targets"],
    queryFn: ({ signal }) => api.get<{ targets: Target[] }>(`${projectRoot(project)}/notice-targets`, signal),
    select: (answer) => answer.targets,
  });
export const noticesQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "notices"],
    queryFn: ({ signal }) => api.get<{ notices: Notice[] }>(`${projectRoot(project)}/notices`, signal),
    select: (answer) => answer.notices,
  });
export const reportsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "reports"],
    queryFn: ({ signal }) => api.get<{ reports: Report[] }>(`${projectRoot(project)}/reports`, signal),
    select: (answer) => answer.reports,
  });

export const saveAlert = (project: string, body: AlertBody, id: string | null) =>
  id === null
    ? api.post<Alert>(`${projectRoot(project)}/alerts`, body)
    : api.put<Alert>(`${projectRoot(project)}/alerts/${id}`, body);
export const tryAlert = (project: string, body: AlertBody) =>
  api.post<Judged>(`${projectRoot(project)}/alerts/try`, body);
export const removeAlert = (project: string, id: string) =>
  api.remove(`${projectRoot(project)}/alerts/${id}`);
export const silenceAlert = (project: string, id: string, hours: number) =>
  api.post<Alert>(`${projectRoot(project)}/alerts/${id}/silence`, { hours });
export const acknowledge = (project: string, id: string) =>
  api.post(`${projectRoot(project)}/alert-firings/${id}/acknowledge`);
export const addTarget = (project: string, body: TargetBody) =>
  api.post<Target>(`${projectRoot(project)}/notice-targets`, body);
export const removeTarget = (project: string, id: string) =>
  api.remove(`${projectRoot(project)}/notice-targets/${id}`);
export const testTarget = (project: string, id: string) =>
  api.post(`${projectRoot(project)}/notice-targets/${id}/test`);
export const saveReport = (project: string, body: ReportBody, id: string | null) =>
  id === null
    ? api.post<Report>(`${projectRoot(project)}/reports`, body)
    : api.put<Report>(`${projectRoot(project)}/reports/${id}`, body);
export const sendReport = (project: string, id: string) =>
  api.post(`${projectRoot(project)}/reports/${id}/send`);
export const removeReport = (project: string, id: string) =>
  api.remove(`${projectRoot(project)}/reports/${id}`);
