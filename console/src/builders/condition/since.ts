import type { Did, Point, Selection, Since } from "@/api/condition-types";

const AS_TEXT = /^(?:(\S+)\s+(after|before)\s+)?(first|last)\s+(\S.*)$/;

function fromText(text: string): Point | null {
  const [, length, word, which, event] = AS_TEXT.exec(text.trim()) ?? [];
  if (!which || !event) return null;
  const point: Point = { which: which as "first", event: { event } };
  return length ? { ...point, moved: { word: word as "after", length } } : point;
}

/** The point a window is counted from; null when it is a stretch of the calendar. */
export function pointOf(within: Did["within"]): Point | null {
  if (!within || !("since" in within)) return null;
  if (typeof within.since === "string") return fromText(within.since);
  const { first, last, after, before } = within.since as Record<string, string | Selection | undefined>;
  const events = first ?? last ?? "";
  const point: Point = {
    which: first === undefined ? "last" : "first",
    event: typeof events === "string" ? { event: events } : events,
  };
  const moved = after ?? before;
  if (typeof moved !== "string") return point;
  return { ...point, moved: { word: after === undefined ? "before" : "after", length: moved } };
}

/** A point and how long it lasts from there, as the language writes it. */
export function asSince({ which, event, moved }: Point, lasts: string | undefined): Since {
  const since = { [which]: event, ...(moved ? { [moved.word]: moved.length } : {}) };
  return lasts ? { since, for: lasts } : { since };
}
