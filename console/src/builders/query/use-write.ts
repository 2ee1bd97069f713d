import type { Metric } from "@/api/metrics";
import type { Query } from "@/api/query-types";
import { useFormat } from "@/lib/use-format";

/** What a number is of. */
export type Unit = Metric["unit"];

/** Writes a number in its unit; a dash for none. */
export function useWrite(unit: Unit): (number: number | null | undefined) => string {
  const format = useFormat();
  if (unit === "money") return format.money;
  if (unit === "share") return format.percent;
  if (unit === "seconds") return format.duration;
  return (number) => (number == null ? "–" : format.compact(number));
}

/** Whether an aggregate is of the built-in revenue, which is in the project's currency. */
export function ofRevenue(aggregate: string | Record<string, string> | undefined): boolean {
  return (
    typeof aggregate === "object" &&
    Object.entries(aggregate).every(([kind, of]) => of === "revenue" && kind !== "distinct")
  );
}

/** Whether a question's numbers are of the project's money: the built-in revenue, or what a kind sums up. */
export function isMoney(query: Query): boolean {
  if (query.kind === "revenue" || query.kind === "ltv") return true;
  if (query.kind !== "trend" || query.formulas?.length || query.metrics.length === 0) return false;
  return query.metrics.every(({ aggregate }) => ofRevenue(aggregate));
}
