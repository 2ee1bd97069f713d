import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Condition } from "./condition-types";
import { projectRoot } from "./project-root";
import type { Said } from "./said";
import type { Shape } from "./shape";

/** A stage as it is posted; the first has no condition. */
export interface StageDraft {
  name: string;
  label: Said;
  when?: Condition;
}
export interface ModelDefinition {
  stages: StageDraft[];
}
type Defined = "definition" | "draft" | "stages";
export type LifecycleStage = Omit<Shape<"LifecycleStage">, "condition"> & { condition: Condition | null };
export type LifecycleModel = Omit<Shape<"LifecycleModelAnswer">, Defined> & {
  definition: ModelDefinition | null;
  draft: ModelDefinition | null;
  stages: LifecycleStage[];
};
export type LifecycleLine = Shape<"LifecycleModelLine">;
export type LifecycleHistory = Shape<"LifecycleHistory">;
export type LifecyclePreview = Shape<"LifecyclePreview">;
export type Calibration = Shape<"CalibrationAnswer">;
export type Proposal = Shape<"ProposalAnswer">;
export type EarlyWarning = Shape<"WarningAnswer">;
export type StageStrategy = Shape<"StrategyAnswer">;
type Shipped = Omit<Shape<"ShippedModel">, "definition"> & { definition: ModelDefinition };

const root = (project: string) => `${projectRoot(project)}/lifecycle-models`;
const one = (project: string, model: string) => `${root(project)}/${encodeURIComponent(model)}`;
/** What every answer about lifecycles is kept under. */
export const lifecycleKey = (project: string) => [project, "lifecycle"];

export const modelsQuery = (project: string) =>
  queryOptions({
    queryKey: [...lifecycleKey(project), "models"],
    queryFn: ({ signal }) => api.get<{ models: LifecycleLine[] }>(root(project), signal),
    select: (answer) => answer.models,
  });

export const shippedQuery = (project: string) =>
  queryOptions({
    queryKey: [...lifecycleKey(project), "shipped"],
    queryFn: ({ signal }) => api.get<{ models: Shipped[] }>(`${root(project)}/shipped`, signal),
    select: (answer) => answer.models,
  });

export const modelQuery = (project: string, model: string) =>
  queryOptions({
    queryKey: [...lifecycleKey(project), "model", model],
    queryFn: ({ signal }) => api.get<LifecycleModel>(one(project, model), signal),
  });

export const versionsQuery = (project: string, model: string) =>
  queryOptions({
    queryKey: [...lifecycleKey(project), "versions", model],
    queryFn: ({ signal }) => api.get<Shape<"LifecycleVersions">>(`${one(project, model)}/versions`, signal),
    select: (answer) => answer.versions,
  });

export const historyQuery = (project: string, model: string, last: string) =>
  queryOptions({
    queryKey: [...lifecycleKey(project), "history", model, last],
    queryFn: ({ signal }) => api.get<LifecycleHistory>(`${one(project, model)}/history?last=${last}`, signal),
  });

export const previewQuery = (project: string, model: string, definition: ModelDefinition) =>
  queryOptions({
    queryKey: [...lifecycleKey(project), "preview", model, definition],
    queryFn: ({ signal }) =>
      api.post<LifecyclePreview>(`${root(project)}/preview`, { model, definition }, signal),
    retry: false,
  });

export const calibrationQuery = (project: string, model: string) =>
  queryOptions({
    queryKey: [...lifecycleKey(project), "calibration", model],
    queryFn: ({ signal }) => api.get<Calibration>(`${one(project, model)}/calibration`, signal),
  });

export const strategyQuery = (project: string, model: string) =>
  queryOptions({
    queryKey: [...lifecycleKey(project), "strategy", model],
    queryFn: ({ signal }) => api.get<{ stages: StageStrategy[] }>(`${one(project, model)}/strategy`, signal),
    select: (answer) => answer.stages,
  });

export const warningQuery = (project: string) =>
  queryOptions({
    queryKey: [...lifecycleKey(project), "warning"],
    queryFn: ({ signal }) => api.get<EarlyWarning>(`${projectRoot(project)}/lifecycle-warning`, signal),
  });

export const createModel = (project: string, model: string, title: string, definition: ModelDefinition) =>
  api.post<LifecycleModel>(root(project), { model, title, definition });

export const keepDraft = (project: string, model: string, definition: ModelDefinition) =>
  api.put<LifecycleModel>(`${one(project, model)}/draft`, { definition });

export const publishModel = (project: string, model: string, note: string) =>
  api.post<LifecycleModel>(`${one(project, model)}/publish`, { note });

export const replayModel = (project: string, model: string, firstOn: string) =>
  api.post<Shape<"JobAnswer">>(`${one(project, model)}/replay`, { first_on: firstOn });

const REPLAY = "lifecycle_replay";
const LOOK_AGAIN_MS = 1_000;

/** Whether work is not done yet. */
export const isGoing = (job: Shape<"JobAnswer"> | undefined): boolean =>
  job !== undefined && (job.state === "waiting" || job.state === "running");

/** The replays of this project, the newest first; asked again while one is going on. */
export const replaysQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "lifecycle-replays"],
    queryFn: ({ signal }) => api.get<Shape<"JobList">>(`${projectRoot(project)}/jobs`, signal),
    select: ({ jobs }) => jobs.filter((each) => each.kind === REPLAY),
    refetchInterval: ({ state }) =>
      isGoing(state.data?.jobs.find((each) => each.kind === REPLAY)) ? LOOK_AGAIN_MS : false,
  });

/** Stops a replay at its next day; the history before it stays. */
export const stopReplay = (project: string, job: string) =>
  api.post<Shape<"JobAnswer">>(`${projectRoot(project)}/jobs/${encodeURIComponent(job)}/cancel`);

export const draftCalibration = (project: string, model: string, proposals: string[]) =>
  api.post<LifecycleModel>(`${one(project, model)}/calibration/draft`, { proposals });

/** Turns proposals down, or lets them be proposed again. */
export const judgeCalibration = (
  project: string,
  model: string,
  act: "reject" | "resume",
  proposals: string[],
) => api.post<Calibration>(`${one(project, model)}/calibration/${act}`, { proposals });

export const keepBaseline = (project: string, model: string) =>
  api.post<Calibration>(`${one(project, model)}/calibration/baseline`);

export const addMark = (project: string, mark: Shape<"MarkBody">) =>
  api.post<Shape<"MarkAnswer">>(`${projectRoot(project)}/lifecycle-marks`, mark);

export const keepWarning = (project: string, settings: EarlyWarning["settings"]) =>
  api.put<EarlyWarning>(`${projectRoot(project)}/lifecycle-warning`, { settings });

export const keepStrategy = (project: string, model: string, stage: string, plan: Shape<"StrategyBody">) =>
  api.put<{ stages: StageStrategy[] }>(`${one(project, model)}/strategy/${encodeURIComponent(stage)}`, plan);
