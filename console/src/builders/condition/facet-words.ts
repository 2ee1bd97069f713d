import type { TFunction } from "i18next";
import type { ClauseField, ClauseFields } from "@/api/condition-kinds";
import type { EventFilter, FacetBody, OperatorValue, TimeRange } from "@/api/condition-types";
import { filterComplete } from "./filter-tree";
import { hasValue } from "./operators";
import { eventWords, filterWords, lengthWords, rangeWords, testWords } from "./words";

type Say = (said: { zh: string; en: string }) => string;

interface Bounds {
  gte?: number | null;
  lt?: number | null;
}

/** From where, and up to where; a plain number is the least. */
export function boundsOf(field: ClauseField, body: FacetBody): Bounds {
  const raw = body[field.name];
  return typeof raw === "number" ? { gte: raw } : ((raw ?? {}) as Bounds);
}

/** A clause with another bound; the least may have a hole, the end may be left out. */
export function withBound(
  field: ClauseField,
  body: FacetBody,
  end: keyof Bounds,
  value: number | null,
): FacetBody {
  const { [end]: _, ...other } = boundsOf(field, body);
  const isLeft = end === "lt" && value === null;
  return { ...body, [field.name]: isLeft ? other : { ...other, [end]: value } };
}

/** The operator and value of a comparison field; without either it is open. */
export function comparisonOf(body: FacetBody): { op: string; value?: OperatorValue } | null {
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

/** 30 → 0.3. */
export function shareOf(percent: number): number {
  return percent / PERCENT;
}

function boundWords(field: ClauseField, body: FacetBody, t: TFunction): string | null {
  const { gte, lt } = boundsOf(field, body);
  const amount = (value: number | null | undefined) =>
    field.type === "share" && typeof value === "number" ? `${percentOf(value)} %` : value;
  const said = [
    gte === undefined ? null : testWords("gte", amount(gte), t),
    lt === undefined || lt === null ? null : testWords("lt", amount(lt), t),
  ].filter((each) => each !== null);
  return said.length > 0 ? said.join(` ${t("rule.and")} `) : null;
}

function comparisonWords(_: ClauseField, body: FacetBody, t: TFunction): string | null {
  const test = comparisonOf(body);
  return test ? testWords(test.op, test.value, t) : null;
}

function whereWords(field: ClauseField, body: FacetBody, t: TFunction): string | null {
  const filter = filterOf(field, body);
  return filter ? t("rule.where", { filter: filterWords(filter, t) }) : null;
}

function withinWords(field: ClauseField, body: FacetBody, t: TFunction): string | null {
  const range = body[field.name] as TimeRange | undefined;
  return range ? rangeWords(range, t) : null;
}

const WORDS: Record<string, typeof boundWords> = {
  bound: boundWords,
  comparison: comparisonWords,
  filter: whereWords,
  range: withinWords,
};

/** What stands in a field; null while nothing does. */
export function fieldWords(field: ClauseField, body: FacetBody, t: TFunction, say: Say): string | null {
  const words = WORDS[field.kind];
  if (words) return words(field, body, t);
  const values = chosenIn(field, body);
  if (field.kind === "event") return values.length > 0 ? eventWords(values, t) : null;
  if (field.kind === "length") return values[0] ? lengthWords(values[0], t) : null;
  const chosen = values.map((value) => {
    const known = field.choices.find((each) => each.value === value);
    return known ? say(known.label) : value;
  });
  return chosen.length > 0 ? chosen.join(t("rule.valueOr")) : null;
}

/** The tests of a filter field. */
export function filterOf(field: ClauseField, body: FacetBody): EventFilter | undefined {
  return (body[field.name] ?? undefined) as EventFilter | undefined;
}

function isFilled(field: ClauseField, body: FacetBody): boolean {
  if (field.kind === "range") return body[field.name] !== undefined;
  if (field.kind === "bound") return typeof boundsOf(field, body).gte === "number";
  if (field.kind === "filter") {
    const filter = filterOf(field, body);
    return filter !== undefined && filterComplete(filter);
  }
  if (field.kind !== "comparison") return chosenIn(field, body).length > 0;
  const test = comparisonOf(body);
  return test !== null && hasValue(test.op, test.value);
}

function isBegun(field: ClauseField, body: FacetBody): boolean {
  if (field.kind === "comparison") return comparisonOf(body) !== null;
  if (field.kind === "bound" || field.kind === "filter") return body[field.name] !== undefined;
  return isFilled(field, body);
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
