import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";

const LOWEST = -1_000_000_000;

/** The people in a band; without one, everybody with the score. */
export function behindBand(score: { name: string }, band: string | null, title: string): PeopleBehind | null {
  if (band === "") return null;
  const asked = band === null ? { op: "gte", value: LOWEST } : { in: [band] };
  return { title, source: { kind: "condition", condition: { score: { name: score.name, ...asked } } } };
}

/** Points as people read them: at most one decimal. */
export function points(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  return (Math.round(value * 10) / 10).toLocaleString("en-US");
}
