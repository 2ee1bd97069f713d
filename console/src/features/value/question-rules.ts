import type { ValueQuery } from "@/api/query-types";
import type { ValueRules } from "@/api/value";

/** The rules of a question: what a value is and where tiers are cut. */
export interface Ruled {
  amount: string;
  /** Every event with the amount when there is none. */
  event: string | undefined;
  /** All time when there are none. */
  last_days: number | undefined;
  cut_by: "share" | "amount";
  high: number;
  middle: number;
}

/** As a change of a question: by the rules of the project from then on. */
export const withoutRules: Record<keyof Ruled, undefined> = {
  amount: undefined,
  event: undefined,
  last_days: undefined,
  cut_by: undefined,
  high: undefined,
  middle: undefined,
};

/** Where cuts begin; shares of the people, or what one brings. */
export const FIRST_CUTS = { share: { high: 0.2, middle: 0.5 }, amount: { high: 1000, middle: 100 } } as const;

/** Whether a question says any rule of its own. */
export function isOwn(query: ValueQuery): boolean {
  return (Object.keys(withoutRules) as (keyof Ruled)[]).some((each) => query[each] !== undefined);
}

/** The rules a question is answered by: its own, with what the server fills in, or those of the project. */
export function ruled(query: ValueQuery, kept: ValueRules): Ruled {
  if (!isOwn(query)) {
    const { amount, event, last_days, by, high, middle } = kept;
    return { amount, event: event ?? undefined, last_days: last_days ?? undefined, cut_by: by, high, middle };
  }
  return {
    amount: query.amount ?? "revenue",
    event: query.event,
    last_days: query.last_days,
    cut_by: query.cut_by ?? "share",
    high: query.high ?? FIRST_CUTS.share.high,
    middle: query.middle ?? FIRST_CUTS.share.middle,
  };
}
