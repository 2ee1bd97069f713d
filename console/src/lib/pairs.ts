/** `name = value` a line as an object, or null when a line is neither that nor empty. */
export function readPairs(text: string): Record<string, string> | null {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const pairs = lines.map((line) => line.split("=").map((part) => part.trim()));
  if (pairs.some((pair) => pair.length !== 2 || pair.includes(""))) return null;
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** The lines that `readPairs` reads. */
export function writePairs(pairs: Record<string, string> | null): string {
  return Object.entries(pairs ?? {})
    .map(([name, value]) => `${name} = ${value}`)
    .join("\n");
}
