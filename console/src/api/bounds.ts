import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Bounds = Shape<"BoundsAnswer">;
export type ChosenBounds = Shape<"ChosenBounds">;

export const boundsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "bounds"],
    queryFn: ({ signal }) => api.get<Bounds>(`${projectRoot(project)}/bounds`, signal),
  });
export const setBounds = (project: string, bounds: ChosenBounds) =>
  api.put<Bounds>(`${projectRoot(project)}/bounds`, bounds);
