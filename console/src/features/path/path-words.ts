import type { PathQuery, Step } from "@/api/query-types";

export const WAYS = ["from", "to", "around"] as const;
export type Way = (typeof WAYS)[number];

/** Where the paths lie, seen from the event. */
export function wayOf(query: PathQuery): Way {
  return WAYS.find((way) => query[way] !== undefined) ?? "from";
}

/** The event of the paths. */
export function anchorOf(query: PathQuery): Step {
  return query[wayOf(query)] ?? { event: "" };
}

/** The change that puts another event, or another way, in its place. */
export function anchored(way: Way, anchor: Step) {
  return { from: undefined, to: undefined, around: undefined, [way]: anchor };
}
