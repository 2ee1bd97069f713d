/** Reads `0, 1-3, 4-7`: whole numbers, each bracket after the one before; null when it is none. */
export function readBrackets(text: string): [number, number][] | null {
  const found: [number, number][] = [];
  for (const part of text.split(/[,，]/)) {
    const [, from, to = from] = /^\s*(\d{1,3})\s*(?:[-–]\s*(\d{1,3})\s*)?$/.exec(part) ?? [];
    if (from === undefined || to === undefined) return null;
    const bracket: [number, number] = [Number(from), Number(to)];
    if (bracket[1] < bracket[0] || bracket[0] <= (found.at(-1)?.[1] ?? -1)) return null;
    found.push(bracket);
  }
  return found.length > 0 ? found : null;
}

/** The same back as text. */
export function writeBrackets(brackets: [number, number][]): string {
  return brackets.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}
