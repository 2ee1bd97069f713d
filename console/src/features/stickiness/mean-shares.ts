import type { StickinessResult } from "@/api/query-types";

/** By days of activity the share of all people of the periods that are over; empty before the first is. */
export function meanShares(periods: StickinessResult["periods"]): (number | null)[] {
  const over = periods.filter((period) => !period.is_incomplete);
  const people = over.reduce((sum, period) => sum + period.people, 0);
  const days = Math.max(0, ...periods.map((period) => period.values.length));
  return Array.from({ length: days }, (_, k) =>
    people > 0 ? over.reduce((sum, period) => sum + (period.values[k] ?? 0), 0) / people : null,
  );
}
