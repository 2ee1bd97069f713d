import type { ScoreBand, ScoreDefinition } from "@/api/scores";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";

const LOWEST = -1_000_000_000;
const HIGHEST = 1_000_000_000;

/** From where a band begins to where it ends, in points; "" is below the lowest. */
function spanOf(band: string, bands: readonly ScoreBand[]) {
  const at = bands.findIndex((each) => each.name === band);
  const next = bands[at + 1];
  return { start: bands[at]?.from ?? LOWEST, end: next ? next.from : HIGHEST };
}

/** The people in a band; without one, everybody with the score. */
export function behindBand(
  score: { name: string; score_id: string },
  band: string | null,
  title: string,
): PeopleBehind {
  if (band === "") {
    return { title, source: { kind: "named", named: { score: { score_id: score.score_id, band } } } };
  }
  const asked = band === null ? { op: "gte", value: LOWEST } : { in: [band] };
  return { title, source: { kind: "condition", condition: { score: { name: score.name, ...asked } } } };
}

/** Who would have so many points of a score that is not saved; or would be in a band of it. */
export function behindDraft(
  definition: ScoreDefinition,
  part: string | { start: number; end: number },
  title: string,
): PeopleBehind {
  const span = typeof part === "string" ? spanOf(part, definition.bands ?? []) : part;
  const draft = { definition: definition as unknown as Record<string, never>, ...span };
  return { title, source: { kind: "named", named: { score_draft: draft } } };
}

/** Points as people read them: at most one decimal. */
export function points(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  return (Math.round(value * 10) / 10).toLocaleString("en-US");
}
