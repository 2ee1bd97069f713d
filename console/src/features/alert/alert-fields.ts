import type { AlertBody } from "@/api/alerts";

/** An alert as its form has it. */
export interface Fields {
  name: string;
  /** The name of a metric, `question:` with the id of a kept question, or what is watched already. */
  watched: string;
  per: "hour" | "day" | "week";
  rule: "anomaly" | "threshold";
  side: "both" | "above" | "below";
  sensitivity: "low" | "normal" | "high";
  below?: number | null;
  above?: number | null;
  /** `p:` with a property or `a:` with an attribute. */
  by?: string[];
  targets?: string[];
  wait_minutes: number;
  enabled: boolean;
}
interface Kept {
  question_id: string;
  query: unknown;
}

export const QUESTION = "question:";
/** The question that is watched already: it need not be kept anywhere else. */
export const AS_IT_IS = "as-it-is:";

const FIRST = {
  per: "day",
  rule: "anomaly",
  side: "both",
  sensitivity: "normal",
  wait_minutes: 30,
  enabled: true,
} as const;

/** A new alert, or one as it stands. */
export function fieldsOf(draft: AlertBody | null, watch?: string): Partial<Fields> {
  if (!draft) return watch ? { ...FIRST, watched: watch } : FIRST;
  const { threshold, anomaly, per, wait_minutes, enabled } = draft;
  return {
    ...FIRST,
    ...anomaly,
    ...(per ? { per } : {}),
    rule: threshold ? "threshold" : "anomaly",
    wait_minutes: wait_minutes ?? FIRST.wait_minutes,
    enabled: enabled ?? true,
    name: draft.name,
    watched: draft.metric ?? AS_IT_IS,
    below: threshold?.below ?? null,
    above: threshold?.above ?? null,
    by: (draft.by ?? []).map((each) => (each.attribute ? `a:${each.attribute}` : `p:${each.property}`)),
    targets: draft.targets ?? [],
  };
}

/** The alert that the form says. */
export function bodyOf(fields: Fields, kept: Kept[], draft: AlertBody | null): AlertBody {
  const id = fields.watched.startsWith(QUESTION) ? fields.watched.slice(QUESTION.length) : null;
  const query =
    fields.watched === AS_IT_IS ? draft?.query : kept.find((each) => each.question_id === id)?.query;
  return {
    name: fields.name,
    per: fields.per,
    ...(query ? { query: query as never } : { metric: fields.watched }),
    ...(fields.rule === "threshold"
      ? { threshold: { below: fields.below ?? null, above: fields.above ?? null } }
      : { anomaly: { side: fields.side, sensitivity: fields.sensitivity } }),
    by: (fields.by ?? []).map((each) => {
      const name = each.slice(2);
      return each.startsWith("a:") ? { attribute: name } : { property: name };
    }) as never,
    targets: fields.targets ?? [],
    wait_minutes: fields.wait_minutes,
    enabled: fields.enabled,
  };
}
