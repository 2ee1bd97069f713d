import type { TFunction } from "i18next";
import type { ClauseField, ClauseFields } from "@/api/condition-kinds";
import type { FacetBody, OperatorValue, TimeRange } from "@/api/condition-types";
import { hasValue } from "./operators";
import { rangeWords, testWords } from "./words";

type Say = (said: { zh: string; en: string }) => string;

/** The operator and value of a comparison field; without an operator it is open. */
export function comparisonOf(
  field: ClauseField,
  body: FacetBody,
): { op: string; value?: OperatorValue } | null {
  if (field.kind === "comparison") {
    const { op, value } = body as { op?: string; value?: OperatorValue };
    return op === undefined ? null : { op, ...(value === undefined ? {} : { value }) };
  }
  const [op, value] = Object.entries((body[field.name] ?? {}) as Record<string, OperatorValue>)[0] ?? [];
  return op === undefined ? null : { op, ...(value === undefined ? {} : { value }) };
}

/** The words chosen in a field of choices. */
export function chosenIn(field: ClauseField, body: FacetBody): string[] {
  const value = body[field.name];
  if (Array.isArray(value)) return value.map(String);
  return value === undefined || value === null || value === "" ? [] : [String(value)];
}

/** What stands in a field; null while nothing does. */
export function fieldWords(field: ClauseField, body: FacetBody, t: TFunction, say: Say): string | null {
  if (field.kind === "comparison" || field.kind === "bound") {
    const test = comparisonOf(field, body);
    return test ? testWords(test.op, test.value, t) : null;
  }
  if (field.kind === "range") {
    const range = body[field.name] as TimeRange | undefined;
    return range ? rangeWords(range, t) : null;
  }
  const chosen = chosenIn(field, body).map((value) => {
    const known = field.choices.find((each) => each.value === value);
    return known ? say(known.label) : value;
  });
  return chosen.length > 0 ? chosen.join(t("rule.valueOr")) : null;
}

/** True when the field holds what the clause needs of it. */
export function fieldComplete(field: ClauseField, body: FacetBody): boolean {
  if (field.kind === "comparison" || field.kind === "bound") {
    const test = comparisonOf(field, body);
    return test ? hasValue(test.op, test.value) : !field.is_required;
  }
  if (field.kind === "range") return !field.is_required || body[field.name] !== undefined;
  return !field.is_required || chosenIn(field, body).length > 0;
}

/** A clause of a room in one sentence; a field left open is left out. */
export function facetSentence(
  editor: ClauseFields,
  body: FacetBody,
  negated: boolean,
  t: TFunction,
  say: Say,
): string {
  const words = Object.fromEntries(
    editor.fields.map((field) => [field.name, fieldWords(field, body, t, say) ?? ""]),
  );
  const said = say(negated ? editor.denied : editor.said);
  return said
    .replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? "")
    .replace(/\s+/g, " ")
    .trim();
}
