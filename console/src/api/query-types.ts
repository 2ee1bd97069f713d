import type { Condition, EventFilter, Scalar, TimeRange } from "./condition-types";
import type { Said } from "./said";

/** The one query shape (contract.md), one member per kind the console asks. */
export type Granularity = "hour" | "day" | "week" | "month";
export interface Breakdown {
  property?: string;
  attribute?: string;
}
interface Common {
  range: TimeRange;
  filter?: EventFilter;
  people?: Condition;
  by?: Breakdown[];
}
export interface Step {
  event: string;
  where?: EventFilter;
}
export interface TrendMetric {
  event: string;
  aggregate: string | Record<string, string>;
  where?: EventFilter;
}
export interface TrendQuery extends Common {
  kind: "trend";
  metrics: TrendMetric[];
  per: Granularity;
}
export interface FunnelQuery extends Common {
  kind: "funnel";
  steps: Step[];
  window: string;
}
export interface RetentionQuery extends Common {
  kind: "retention";
  start: Step;
  back: Step;
  per: "day" | "week" | "month";
  periods: number;
}
export interface RevenueQuery extends Common {
  kind: "revenue";
  event: string;
  amount?: string;
  per: Granularity;
}
export interface RfmQuery extends Common {
  kind: "rfm";
  event: string;
  amount?: string;
}
export interface StageQuery extends Partial<Common> {
  kind: "stage";
  model?: string;
}
export type Query = TrendQuery | FunnelQuery | RetentionQuery | RevenueQuery | RfmQuery | StageQuery;
export type Who = Record<string, unknown>;

export interface Answer<Result> {
  kind: string;
  result: Result;
  definition: Said | string;
  rows_read: number;
  took_ms: number;
}
export interface Point {
  t: string;
  value: number | null;
  is_incomplete?: boolean;
}
export type By = Record<string, Scalar | null>;
export interface TrendResult {
  series: { metric: number; name: string; by: By; is_other: boolean; points: Point[] }[];
}
export interface FunnelStep {
  name: string;
  people: number;
  rate_from_first: number | null;
  rate_from_previous: number | null;
  median_seconds_from_previous: number | null;
}
export interface FunnelResult {
  steps: FunnelStep[];
  groups?: { by: By; steps: FunnelStep[] }[] | null;
}
export interface RetentionResult {
  cohorts: { t: string; size: number; values: (number | null)[] }[];
  average: (number | null)[];
}
export interface RevenueResult {
  orders: number;
  revenue: number;
  payers: number;
  aov: number | null;
  arpu: number | null;
  arppu: number | null;
  repurchase_rate: number | null;
  series: { t: string; orders: number; revenue: number; payers: number }[];
}
export interface RfmResult {
  classes: { class: string; people: number; amount: number }[];
  cuts: { r: number | null; f: number | null; m: number | null };
}
export interface StageResult {
  stages: { stage: string; people: number }[];
  moves: { from: string | null; to: string; people: number }[];
}
