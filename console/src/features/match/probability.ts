const SURE = 0.999;

/** A probability as people read it; never as certainty, which it is not. */
export function probabilityWords(probability: number, percent: (share: number) => string): string {
  return probability > SURE ? `> ${percent(SURE)}` : percent(probability);
}
