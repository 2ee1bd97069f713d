interface Bin {
  at_least: number | null;
  below: number | null;
}

/** A bin in words: "< 10", "10 – 20", "≥ 50"; of whole numbers one by one, "3". */
export function binWords({ at_least, below }: Bin, say: (value: number) => string, whole = false): string {
  if (at_least === null) return below === null ? "…" : `< ${say(below)}`;
  if (below === null) return `≥ ${say(at_least)}`;
  if (!whole) return `${say(at_least)} – ${say(below)}`;
  return below - at_least === 1 ? say(at_least) : `${say(at_least)} – ${say(below - 1)}`;
}
