import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Condition, EventFilter, TimeRange } from "./condition-types";
import { projectRoot } from "./project-root";
import type { Query } from "./query-types";
import type { Shape } from "./shape";

export type PirateName = Shape<"PirateStageShape">["stage"];
export interface PirateStep {
  event: string | string[];
  where?: EventFilter | null;
  amount?: string | null;
}
export type PirateSteps = Record<PirateName, PirateStep | null>;
export type PirateShape = Omit<Shape<"PirateShape">, "steps"> & { steps: PirateSteps };
type Number_ = Omit<Shape<"PirateNumberShape">, "query"> & { query: Query };
type Answered = Shape<"PirateStageShape">;
export type PirateStage = Omit<Answered, "number" | "base" | "previous"> & {
  number: Number_ | null;
  base: Number_ | null;
  previous: Number_ | null;
};
export type PirateAnswer = Omit<Shape<"PirateAnswerShape">, "stages"> & { stages: PirateStage[] };
export interface PirateAsked {
  range: TimeRange;
  people?: Condition;
  /** Others than the saved ones. */
  steps?: PirateSteps;
}

const root = (project: string) => `${projectRoot(project)}/pirate-funnel`;

export const pirateQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "pirate"],
    queryFn: ({ signal }) => api.get<PirateShape>(root(project), signal),
  });

export const pirateAnswerQuery = (project: string, asked: PirateAsked, lang: "zh" | "en") =>
  queryOptions({
    queryKey: [project, "pirate", "answer", asked, lang],
    queryFn: ({ signal }) => api.post<PirateAnswer>(`${root(project)}/answer`, { ...asked, lang }, signal),
  });

export const savePirate = (project: string, steps: PirateSteps) => api.put<PirateShape>(root(project), steps);
