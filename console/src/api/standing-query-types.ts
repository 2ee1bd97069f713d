import type { Common, Compared } from "./query-types";

/** Questions of how people stand: by class, stage, status, value and segment. */
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
  /** Sizes at the end of this day; of the range when it is left out. */
  at?: string;
}
/** By the rules of the project where none of the fields before `at` is said. */
export interface ValueQuery extends Partial<Common> {
  kind: "value";
  amount?: string;
  event?: string;
  last_days?: number;
  cut_by?: "share" | "amount";
  high?: number;
  middle?: number;
  /** Tiers at the end of this day; as they are when it is left out. */
  at?: string;
}
export interface StatusQuery extends Compared {
  kind: "status";
  per: "day" | "week" | "month";
}
export interface PoolQuery extends Compared {
  kind: "pool";
  model: string;
  /** Stages outside of the pool. */
  lost?: string[];
}
export interface OverlapQuery {
  kind: "overlap";
  segments: string[];
  /** A day to compare with, `2026-01-31`. */
  before?: string;
}
