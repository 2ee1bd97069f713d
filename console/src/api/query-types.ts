import type { Condition, EventFilter, TimeRange } from "./condition-types";
import type { HeatmapQuery, WebQuery } from "./page-query-types";
import type { AttributionModel, Sample } from "./result-types";
import type { Said } from "./said";
import type {
  OverlapQuery,
  PoolQuery,
  RfmQuery,
  StageQuery,
  StatusQuery,
  ValueQuery,
} from "./standing-query-types";

export type * from "./page-query-types";
export type * from "./result-types";
export type * from "./standing-query-types";

/** The one query shape (contract.md), one member per kind the console asks. */
export type Granularity = "minute" | "hour" | "day" | "week" | "month" | "quarter";
export interface Breakdown {
  property?: string;
  attribute?: string;
}
/** What rooms of the server add: `{tag: name}`, `{segment: [name, …]}`. */
type Split = Record<string, string | string[]>;
export interface Common {
  range: TimeRange;
  filter?: EventFilter;
  people?: Condition;
  by?: (Breakdown | Split)[];
  /** How many groups are told apart; the rest is one more. */
  top?: number;
}
/** As many days before, the same days of last year, or days that are named. */
export type Compare = "previous" | "year" | { from: string; to: string };
export interface Compared extends Common {
  compare?: Compare;
}
export interface Step {
  event: string;
  where?: EventFilter;
}
export interface TrendMetric {
  event: string;
  /** What it is called; what it counts unless said. */
  name?: string;
  /** Counts events when it is left out. */
  aggregate?: string | Record<string, string>;
  where?: EventFilter;
}
export type TrendForm = "cumulative" | { rolling: number };
/** `A / B`, perhaps with what it is called. */
export type Formula = string | { formula: string; name?: string };
export interface TrendQuery extends Compared {
  kind: "trend";
  metrics: TrendMetric[];
  /** Numbers computed of the metrics, which are A, B, C in turn. */
  formulas?: Formula[];
  /** One number for the whole range is `none`. */
  per: Granularity | "none";
  form?: TrendForm;
}
/** Names of a formula are those of saved metrics. */
export interface FormulaQuery extends Omit<Compared, "by"> {
  kind: "formula";
  formulas: Formula[];
  per: Granularity;
}
export interface FunnelStepAsked extends Step {
  /** What it is called; its events unless said. */
  name?: string;
  /** Other events that serve the step as well. */
  or?: Step[];
  optional?: boolean;
  within?: string;
  after?: string;
}
/** What must not lie between two steps, counted from 1; between any when none are named. */
export interface FunnelBar extends Step {
  from?: number;
  to?: number;
}
export type FunnelMode = "ordered" | "strict" | "any";
export interface FunnelQuery extends Compared {
  kind: "funnel";
  steps: FunnelStepAsked[];
  window: string;
  mode?: FunnelMode;
  exclude?: FunnelBar[];
  same?: { property: string };
  per?: "day" | "week" | "month";
  times?: boolean;
}
export interface RetentionQuery extends Compared {
  kind: "retention";
  start: Step;
  back: Step;
  per: "day" | "week" | "month";
  periods?: number;
  mode?: "on" | "on_or_after" | "bracket";
  brackets?: [number, number][];
  value?: { sum: string };
  clock?: "elapsed";
}
export interface RevenueQuery extends Compared {
  kind: "revenue";
  event: string;
  where?: EventFilter;
  amount?: string;
  /** The property that tells orders apart; the usual one of the project when it is left out. */
  order?: string;
  /** Who bought again so long after their first order of the range. */
  repurchase_within?: string;
  per: Granularity;
}
export interface PathQuery extends Compared {
  kind: "path";
  anchor: Step;
  direction?: "after" | "before" | "around";
  /** Which events a path goes through; any when it is left out. */
  steps?: { event: string[]; where?: EventFilter };
  named_by?: { property: string };
  depth: number;
  window: string;
  top: number;
  repeats?: boolean;
}
export interface AttributionQuery extends Compared {
  kind: "attribution";
  touch: Step;
  conversion: Step;
  amount?: string;
  lookback: string;
  model: AttributionModel;
  beside?: AttributionModel[];
  /** Shares of the first and the last touch, of `position`. */
  position?: { first: number; last: number };
  /** After which a touch counts half, of `time_decay`. */
  half_life?: string;
  /** Values of touches that are no source of their own, of `last_non_direct`; the usual ones unless said. */
  direct?: string[];
}
export interface LtvQuery extends Compared {
  kind: "ltv";
  acquired?: Step;
  event: string;
  where?: EventFilter;
  amount?: string;
  per: "day" | "week" | "month" | "quarter";
  periods: number;
}
export interface SessionQuery extends Compared {
  kind: "session";
  /** Which events sessions are made of; any when it is left out. */
  events?: { event: string[]; where?: EventFilter };
  silence: string;
  midnight?: boolean;
  /** Cut at another campaign; true when it is left out. */
  campaign?: boolean;
  per: Granularity;
}
export interface IntervalQuery extends Compared {
  kind: "interval";
  from: Step;
  to: Step;
  window: string;
  same?: { property: string };
  /** Where bins begin, such as `1h`; found by themselves when they are left out. */
  bins?: string[];
}
export interface DistributionQuery extends Compared {
  kind: "distribution";
  metric: Step & { aggregate: string | Record<string, string> };
  bins?: number[];
  /** The same for every period of the range; only for the whole of it when it is left out. */
  per?: "day" | "week" | "month" | "quarter";
}
export interface ViralityQuery extends Compared {
  kind: "virality";
  invite: Step;
  accepted: Step;
  link: { invite: string; accepted: string };
  per: "day" | "week" | "month";
}
export interface VoiceQuery extends Compared {
  kind: "voice";
  event: string;
  where?: EventFilter;
  score?: string;
  /** The property with what people wrote, where it is to be read. */
  comment?: string;
  method: "nps" | "csat";
  scale?: number;
  per: "day" | "week" | "month" | "quarter";
}
export interface StickinessQuery extends Compared {
  kind: "stickiness";
  event: string;
  where?: EventFilter;
  per: "week" | "month";
}
export type Query =
  | PoolQuery
  | WebQuery
  | HeatmapQuery
  | StickinessQuery
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
  | FormulaQuery
  | FunnelQuery
  | RetentionQuery
  | RevenueQuery
  | RfmQuery
  | StageQuery
  | StatusQuery
  | ValueQuery;
export type Who = Record<string, unknown>;

export interface Answer<Result> {
  kind: string;
  result: Result;
  /** What values of its breakdowns are called. */
  labels?: Record<string, Record<string, string>>;
  /** What its breakdowns are called, where two have one name. */
  headings?: Record<string, string>;
  definition: Said | string;
  rows_read: number;
  took_ms: number;
  precision?: "exact" | "sampled";
  sample?: Sample;
}
