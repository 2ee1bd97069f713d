import type { Shape } from "./shape";

/** What the kinds of analysis answer, as the server describes it. */
export type Sample = Shape<"SampleShape">;
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
export type HeatmapResult = Shape<"HeatmapResult">;
export type StickinessResult = Shape<"StickinessResult">;
export type PathResult = Shape<"PathResult">;
export type PathNode = Shape<"PathNode">;
export type PathLink = Shape<"PathLink">;
export type PoolResult = Shape<"PoolResult">;
export type StageResult = Shape<"StageResult">;
export type StatusResult = Shape<"StatusResult">;
export type ValueResult = Shape<"ValueResult">;
export type AttributionModel =
  | "first"
  | "last"
  | "last_non_direct"
  | "linear"
  | "position"
  | "time_decay"
  | "markov"
  | "shapley";
