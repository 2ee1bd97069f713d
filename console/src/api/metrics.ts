import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Metric = Shape<"MetricShape">;
export type MetricBody = Shape<"MetricBody">;
export type MetricValue = Shape<"MetricValueShape">;
export type MetricTemplate = Shape<"MetricTemplateShape">;

const root = (project: string) => `${projectRoot(project)}/metrics`;
const templates = (project: string) => `${projectRoot(project)}/metric-templates`;

export const metricsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "metrics"],
    queryFn: ({ signal }) => api.get<{ metrics: Metric[] }>(root(project), signal),
    select: (answer) => answer.metrics,
  });
export const metricValuesQuery = (project: string, last: string) =>
  queryOptions({
    queryKey: [project, "metrics", "values", last],
    queryFn: ({ signal }) =>
      api.get<Shape<"MetricValues">>(`${root(project)}/values?last=${encodeURIComponent(last)}`, signal),
  });
export const metricTemplatesQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "metric-templates"],
    queryFn: ({ signal }) => api.get<{ templates: MetricTemplate[] }>(templates(project), signal),
    select: (answer) => answer.templates,
  });
export const saveMetric = (project: string, body: MetricBody, id: string | null) =>
  id === null ? api.post<Metric>(root(project), body) : api.put<Metric>(`${root(project)}/${id}`, body);
export const orderMetrics = (project: string, names: string[]) =>
  api.post<{ metrics: Metric[] }>(`${root(project)}/order`, { names });
export const removeMetric = (project: string, id: string) => api.remove(`${root(project)}/${id}`);
export const takeTemplate = (
  project: string,
  name: string,
  events: Record<string, string>,
  lang: "zh" | "en",
) => api.post<{ metrics: Metric[] }>(`${templates(project)}/${name}`, { events, lang });
