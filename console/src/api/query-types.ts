import type { Condition, EventFilter, TimeRange } from "./condition-types";
import type { Said } from "./said";
import type { Shape } from "./shape";

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
  /** Counts events when it is left out. */
  aggregate?: string | Record<string, string>;
  where?: EventFilter;
}
/** As many days before, or the same days of last year. */
export type Compare = "previous" | "year";
export type TrendForm = "cumulative" | { rolling: number };
export interface TrendQuery extends Common {
  kind: "trend";
  metrics: TrendMetric[];
  /** Numbers computed of the metrics, which are A, B, C in turn. */
  formulas?: string[];
  per: Granularity;
  form?: TrendForm;
  compare?: Compare;
}
export interface FunnelStepAsked extends Step {
  /** Other events that serve the step as well. */
  or?: Step[];
  optional?: boolean;
  within?: string;
  after?: string;
}
export type FunnelMode = "ordered" | "strict" | "any";
export interface FunnelQuery extends Common {
  kind: "funnel";
  steps: FunnelStepAsked[];
  window: string;
  mode?: FunnelMode;
  exclude?: { event: string }[];
  same?: { property: string };
  per?: "day" | "week" | "month";
  times?: boolean;
  compare?: Compare;
}
export interface RetentionQuery extends Common {
  kind: "retention";
  start: Step;
  back: Step;
  per: "day" | "week" | "month";
  periods?: number;
  mode?: "on" | "on_or_after" | "bracket";
  brackets?: [number, number][];
  value?: { sum: string };
  clock?: "elapsed";
  compare?: Compare;
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
  thresholds?: RfmThresholds;
  /** A day to compare with, `2026-01-31`. */
  before?: string;
}
export type RfmThresholds = "mean" | "median" | { quantile: number } | { levels: number; high?: number };
export interface StageQuery extends Partial<Common> {
  kind: "stage";
  model?: string;
}
export interface PathQuery extends Common {
  kind: "path";
  anchor: Step;
  direction?: "after" | "before" | "around";
  /** Which events a path goes through; any when it is left out. */
  steps?: { event: string[] };
  named_by?: { property: string };
  depth: number;
  window: string;
  top: number;
  repeats?: boolean;
}
export type AttributionModel =
  | "first"
  | "last"
  | "last_non_direct"
  | "linear"
  | "position"
  | "time_decay"
  | "markov"
  | "shapley";
export interface AttributionQuery extends Common {
  kind: "attribution";
  touch: Step;
  conversion: Step;
  amount?: string;
  lookback: string;
  model: AttributionModel;
  beside?: AttributionModel[];
}
export interface LtvQuery extends Common {
  kind: "ltv";
  acquired?: Step;
  event: string;
  amount?: string;
  per: "week" | "month";
  periods: number;
}
export interface SessionQuery extends Common {
  kind: "session";
  /** Which events sessions are made of; any when it is left out. */
  events?: { event: string[] };
  silence: string;
  midnight?: boolean;
  /** Cut at another campaign; true when it is left out. */
  campaign?: boolean;
  per: Granularity;
}
export interface IntervalQuery extends Common {
  kind: "interval";
  from: Step;
  to: Step;
  window: string;
  same?: { property: string };
}
export interface DistributionQuery extends Common {
  kind: "distribution";
  metric: Step & { aggregate: string | Record<string, string> };
  bins?: number[];
}
export interface ViralityQuery extends Common {
  kind: "virality";
  invite: Step;
  accepted: Step;
  link: { invite: string; accepted: string };
  per: "day" | "week" | "month";
}
export interface VoiceQuery extends Common {
  kind: "voice";
  event: string;
  where?: EventFilter;
  score: string;
  method: "nps" | "csat";
  scale?: number;
  per: "day" | "week" | "month";
}
export interface OverlapQuery {
  kind: "overlap";
  segments: string[];
}
export interface WebQuery extends Common {
  kind: "web";
  view: Step;
  /** A property of the first event of a visit, or `entry`, `exit`, `page`. */
  dimension: string;
  per: Granularity;
}
export type Query =
  | WebQuery
  | OverlapQuery
  | ViralityQuery
  | VoiceQuery
  | SessionQuery
  | IntervalQuery
  | DistributionQuery
  | LtvQuery
  | AttributionQuery
  | PathQuery
  | TrendQuery
  | FunnelQuery
  | RetentionQuery
  | RevenueQuery
  | RfmQuery
  | StageQuery;
export type Who = Record<string, unknown>;

export interface Answer<Result> {
  kind: string;
  result: Result;
  definition: Said | string;
  rows_read: number;
  took_ms: number;
}
export type Point = Shape<"TrendPoint">;
export type By = Shape<"TrendSeries">["by"];
export type TrendResult = Shape<"TrendResult">;
export type FunnelStep = Shape<"FunnelStep">;
export type FunnelResult = Shape<"FunnelResult">;
export type RetentionResult = Shape<"RetentionResult">;
export type RevenueResult = Shape<"RevenueResult">;
export type RfmResult = Shape<"RfmResult">;
export type AttributionResult = Shape<"AttributionResult">;
export type LtvResult = Shape<"LtvResult">;
export type SessionResult = Shape<"SessionResult">;
export type SessionNumbers = Shape<"SessionNumbers">;
export type IntervalResult = Shape<"IntervalResult">;
export type DistributionResult = Shape<"DistributionResult">;
export type ViralityResult = Shape<"ViralityResult">;
export type VoiceResult = Shape<"VoiceResult">;
export type SegmentsOverlapResult = Shape<"SegmentsOverlapResult">;
export type WebResult = Shape<"WebResult">;
export type PathResult = Shape<"PathResult">;
export type PathNode = Shape<"PathNode">;
export type PathLink = Shape<"PathLink">;
export type StageResult = Shape<"StageResult">;
