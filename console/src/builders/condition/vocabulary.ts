/** The stages of the default lifecycle model, in the order of a life. */
const STAGES = ["acquisition", "exploration", "growth", "maturity", "churn"] as const;

/** The eight RFM classes, the most valuable first. */
export const RFM_CLASSES = [
  "important_value",
  "important_keep",
  "important_develop",
  "important_retain",
  "general_value",
  "general_keep",
  "general_develop",
  "general_retain",
] as const;

/** Stages in the order of a life; those of other models after them, as they come. */
export function inOrderOfLife<Line extends { stage: string }>(stages: Line[]): Line[] {
  const place = (stage: string) => [...STAGES, stage].indexOf(stage);
  return [...stages].sort((a, b) => place(a.stage) - place(b.stage));
}
