import type { AttributionModel } from "@/api/query-types";

export const MODELS: AttributionModel[] = [
  "last_non_direct",
  "first",
  "last",
  "linear",
  "position",
  "time_decay",
  "markov",
  "shapley",
];
