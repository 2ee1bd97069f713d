import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Said } from "./said";
import type { Shape } from "./shape";

export interface ScoreRule {
  name?: string;
  label?: Said;
  event: string;
  where?: Record<string, unknown>;
  people?: Record<string, unknown>;
  points: number;
  per_day_max?: number;
}
export interface ScoreBand {
  name: string;
  label?: Said;
  from: number;
}
export interface ScoreDefinition {
  rules: ScoreRule[];
  within?: Record<string, string>;
  half_life?: string;
  bounds?: { min?: number; max?: number };
  bands?: ScoreBand[];
}
export type ScoreLine = Shape<"ScoreLine">;
export type ScoreFull = Omit<Shape<"ScoreAnswer">, "definition"> & { definition: ScoreDefinition };
export type ScoreSpread = Shape<"ScoreSpreadShape">;
export type ScoreWhy = Shape<"ScoreWhy">;

export interface ScoreDraft {
  name: string;
  definition: ScoreDefinition;
  label: Said;
  description: string;
  schedule: ScoreLine["schedule"];
}

const PAGE = 50;
const root = (project: string) => `${projectRoot(project)}/scores`;

/** Scores with their bands, page by page. */
export const scoresQuery = (project: string) =>
  infiniteQueryOptions({
    queryKey: [project, "scores"],
    queryFn: ({ pageParam, signal }) => {
      const next = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : "";
      return api.get<Shape<"ScoreList">>(`${root(project)}?limit=${PAGE}${next}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** One score, whole. */
export const scoreQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "scores", id],
    queryFn: ({ signal }) => api.get<ScoreFull>(`${root(project)}/${id}`, signal),
  });

/** How many people were in each band by day. */
export const scoreHistoryQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "scores", id, "history"],
    queryFn: ({ signal }) => api.get<Shape<"ScoreHistory">>(`${root(project)}/${id}/history`, signal),
    select: (answer) => answer.days,
  });

/** Why a person has their score. */
export const scoreWhyQuery = (project: string, id: string, person: number) =>
  queryOptions({
    queryKey: [project, "scores", id, "why", person],
    queryFn: ({ signal }) => api.get<ScoreWhy>(`${root(project)}/${id}/people/${person}`, signal),
    retry: false,
  });

/** How a definition would be spread over people. */
export const scorePreviewQuery = (project: string, definition: ScoreDefinition) =>
  queryOptions({
    queryKey: [project, "score-preview", definition],
    queryFn: ({ signal }) => api.post<ScoreSpread>(`${root(project)}/preview`, { definition }, signal),
    retry: false,
  });

/** Ready scores by industry. */
export const scoreSetsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "score-sets"],
    queryFn: ({ signal }) => api.get<Shape<"ScoreSetList">>(`${root(project)}/sets`, signal),
    select: (answer) => answer.sets,
  });

export function installScoreSet(project: string, industry: string, language: "zh" | "en") {
  return api.post<Shape<"ScoreSetState">>(`${root(project)}/sets/${industry}/install`, { language });
}
export function createScore(project: string, draft: ScoreDraft): Promise<ScoreFull> {
  return api.post(root(project), draft);
}
export function changeScore(project: string, id: string, change: Partial<ScoreDraft>): Promise<ScoreFull> {
  return api.patch(`${root(project)}/${id}`, change);
}
export function refreshScore(project: string, id: string): Promise<ScoreFull> {
  return api.post(`${root(project)}/${id}/refresh`);
}
export function removeScore(project: string, id: string): Promise<unknown> {
  return api.remove(`${root(project)}/${id}`);
}
