export interface Step {
  /** Where the bar begins and ends, on the scale of the values. */
  from: number;
  to: number;
}
export interface Waterfall {
  steps: Step[];
  low: number;
  high: number;
}

/** Bars that stand on one another: the first from zero, each next from where the last one ended. */
export function waterfall(first: number, added: readonly number[]): Waterfall {
  let at = first;
  const steps: Step[] = [{ from: 0, to: first }];
  for (const value of added) {
    steps.push({ from: at, to: at + value });
    at += value;
  }
  steps.push({ from: 0, to: at });
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  return { steps, low: Math.min(0, ...ends), high: Math.max(0, ...ends) };
}
