import type { TFunction } from "i18next";
import type { TrendMetric } from "@/api/query-types";

/** "people", "sum of revenue". */
export function aggregateWords(aggregate: TrendMetric["aggregate"], t: TFunction): string {
  if (aggregate === undefined) return t("rule.aggregate.count");
  if (typeof aggregate === "string") return t(`rule.aggregate.${aggregate as "people"}`);
  const [kind, property] = Object.entries(aggregate)[0] ?? ["count", ""];
  return `${property} ${t(`rule.aggregate.${kind as "sum"}`)}`;
}
