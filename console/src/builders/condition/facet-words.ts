import type { TFunction } from "i18next";
import type { ClauseField, ClauseFields } from "@/api/condition-kinds";
import type { FacetBody, OperatorValue, TimeRange } from "@/api/condition-types";
import { hasValue } from "./operators";
import { rangeWords, testWords } from "./words";

type Say = (said: { zh: string; en: string }) => string;

/** The operator and value of a comparison field; without either it is open. */
export function comparisonOf(
  field: ClauseField,
  body: FacetBody,
): { op: string; value?: OperatorValue } | null {
  if (field.kind === "bound") {
    const [op, value = null] =
      Object.entries((body[field.name] ?? {}) as Record<string, OperatorValue>)[0] ?? [];
    return op === undefined ? null : { op, value };
  }
  const { op, value } = body as { op?: string; value?: OperatorValue };
  if (value === undefined) return op === undefined ? null : { op };
  return { op: op ?? "gte", value };
}

/** The words chosen in a field of choices. */
export function chosenIn(field: ClauseField, body: FacetBody): string[] {
  const value = body[field.name];
  if (Array.isArray(value)) return value.map(String);
  return value === undefined || value === null || value === "" ? [] : [String(value)];
}

const PERCENT = 100;
const TENTHS = 10;

/** 0.3 → 30, to a tenth. */
export function percentOf(share: number): number {
  return Math.round(share * PERCENT * TENTHS) / TENTHS;
}

/** What stands in a field; null while nothing does. */
export function fieldWords(field: ClauseField, body: FacetBody, t: TFunction, say: Say): string | null {
  if (field.kind === "comparison" || field.kind === "bound") {
    const test = comparisonOf(field, body);
    if (!test) return null;
    const isShare = field.type === "share" && typeof test.value === "number";
    return testWords(test.op, isShare ? `${percentOf(Number(test.value))} %` : test.value, t);
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

function isFilled(field: ClauseField, body: FacetBody): boolean {
  if (field.kind === "range") return body[field.name] !== undefined;
  if (field.kind !== "comparison" && field.kind !== "bound") return chosenIn(field, body).length > 0;
  const test = comparisonOf(field, body);
  return test !== null && hasValue(test.op, test.value);
}

function isBegun(field: ClauseField, body: FacetBody): boolean {
  const isTest = field.kind === "comparison" || field.kind === "bound";
  return isTest ? comparisonOf(field, body) !== null : isFilled(field, body);
}

/** True when the field holds what the clause needs of it; of fields that take each other's place one is enough. */
export function fieldComplete(field: ClauseField, body: FacetBody, all: ClauseField[]): boolean {
  if (isFilled(field, body)) return true;
  if (isBegun(field, body)) return false;
  if (!field.either) return !field.is_required;
  const group = all.filter((each) => each.either === field.either);
  return group.some((each) => isBegun(each, body)) || group[0]?.name !== field.name;
}

const keysOf = (field: ClauseField) => (field.kind === "comparison" ? ["op", "value"] : [field.name]);

/** A clause without what stands in a field. */
export function withoutField(field: ClauseField, body: FacetBody): FacetBody {
  const gone = keysOf(field);
  return Object.fromEntries(Object.entries(body).filter(([key]) => !gone.includes(key)));
}

/** A clause without what stands in the fields that this one takes the place of. */
export function withoutOthers(field: ClauseField, body: FacetBody, all: ClauseField[]): FacetBody {
  const others = all.filter((each) => field.either && each.either === field.either && each !== field);
  return others.reduce((left, each) => withoutField(each, left), body);
}

/** A clause of a room as a pattern of its sentence, and the words in it; a field left open is left out. */
export function facetParts(
  editor: ClauseFields,
  body: FacetBody,
  negated: boolean,
  t: TFunction,
  say: Say,
): [string, Record<string, string>] {
  const words = editor.fields.map((field): [string, string] => {
    const said = fieldWords(field, body, t, say);
    const hole = fieldComplete(field, body, editor.fields) ? "" : "…";
    return [field.name, said && field.lead ? `${say(field.lead)} ${said}` : (said ?? hole)];
  });
  return [say(negated ? editor.denied : editor.said), Object.fromEntries(words)];
}
