import type { TFunction } from "i18next";
import type { ClauseField, ClauseFields } from "@/api/condition-kinds";
import type { FacetBody, OperatorValue, TimeRange } from "@/api/condition-types";
import { hasValue } from "./operators";
import { eventWords, lengthWords, rangeWords, testWords } from "./words";

type Say = (said: { zh: string; en: string }) => string;

/** The bounds under the name of a field; a plain number is the least. */
function boundsOf(field: ClauseField, body: FacetBody): [string, OperatorValue][] {
  const raw = body[field.name];
  if (typeof raw === "number") return [["gte", raw]];
  return Object.entries((raw ?? {}) as Record<string, OperatorValue>);
}

/** A clause with another first bound; the second one stays. */
export function withBound(
  field: ClauseField,
  body: FacetBody,
  op: string,
  value: OperatorValue | undefined,
): FacetBody {
  const others = boundsOf(field, body)
    .slice(1)
    .filter(([other]) => other !== op);
  return { ...body, [field.name]: Object.fromEntries([[op, value ?? null], ...others]) };
}

/** The operator and value of a comparison field; without either it is open. */
export function comparisonOf(
  field: ClauseField,
  body: FacetBody,
): { op: string; value?: OperatorValue } | null {
  if (field.kind === "bound") {
    const [op, value = null] = boundsOf(field, body)[0] ?? [];
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

function comparedWords(field: ClauseField, body: FacetBody, t: TFunction): string | null {
  const test = comparisonOf(field, body);
  if (!test) return null;
  const bounds: [string, OperatorValue | undefined][] =
    field.kind === "bound" ? boundsOf(field, body) : [[test.op, test.value]];
  return bounds
    .map(([op, value]) => {
      const isShare = field.type === "share" && typeof value === "number";
      return testWords(op, isShare ? `${percentOf(value)} %` : value, t);
    })
    .join(t("rule.valueAnd"));
}

/** What stands in a field; null while nothing does. */
export function fieldWords(field: ClauseField, body: FacetBody, t: TFunction, say: Say): string | null {
  if (field.kind === "comparison" || field.kind === "bound") return comparedWords(field, body, t);
  if (field.kind === "range") {
    const range = body[field.name] as TimeRange | undefined;
    return range ? rangeWords(range, t) : null;
  }
  const values = chosenIn(field, body);
  if (field.kind === "event") return values.length > 0 ? eventWords(values, t) : null;
  if (field.kind === "length") return values[0] ? lengthWords(values[0], t) : null;
  const chosen = values.map((value) => {
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
