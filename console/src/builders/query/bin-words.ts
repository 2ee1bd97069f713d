interface Bin {
  from: number | null;
  to: number | null;
}

/** A bin in words: "< 10", "10 – 20", "≥ 50"; of whole numbers one by one, "3". */
export function binWords({ from, to }: Bin, say: (value: number) => string, whole = false): string {
  if (from === null) return to === null ? "…" : `< ${say(to)}`;
  if (to === null) return `≥ ${say(from)}`;
  if (!whole) return `${say(from)} – ${say(to)}`;
  return to - from === 1 ? say(from) : `${say(from)} – ${say(to - 1)}`;
}
