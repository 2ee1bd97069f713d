import type { TFunction } from "i18next";
import type { Did, EventFilter, OperatorValue, TimeRange } from "@/api/condition-types";
import { takesLength } from "./operators";
import { pointOf } from "./since";

const RANGE_WORDS = {
  h: "rule.lastHours",
  d: "rule.lastDays",
  w: "rule.lastWeeks",
  mo: "rule.lastMonths",
} as const;

/** "last 30 days", "2026-01-01 to 2026-02-01", "at any time". */
export function rangeWords(range: TimeRange | undefined, t: TFunction): string {
  if (!range) return t("rule.allTime");
  if ("before" in range) return t("rule.longAgo", { length: lengthWords(range.before, t) });
  if ("from" in range)
    return "to" in range
      ? t("rule.fromTo", { from: range.from, to: range.to })
      : t("rule.sinceDay", { from: range.from });
  if ("to" in range) return t("rule.until", { to: range.to });
  const [, n, unit] = /^(\d+)(h|d|w|mo)$/.exec(range.last) ?? [];
  if (!n) return range.last;
  return t(RANGE_WORDS[unit as keyof typeof RANGE_WORDS], { n });
}

/** "7d" → "7 days", as far as it is a plain length. */
export function lengthWords(length: string, t: TFunction): string {
  const [, n, unit] = /^(\d+)(min|h|d|w)$/.exec(length) ?? [];
  return n ? t(`rule.length.${unit as "h"}`, { n }) : length;
}

/** When: a stretch of the calendar, or one counted from an event of the person's own. */
export function whenWords(within: Did["within"], t: TFunction): string {
  const point = pointOf(within);
  if (!point || !within || !("since" in within)) return rangeWords(within as TimeRange | undefined, t);
  let said: string = t(point.which === "first" ? "rule.firstOf" : "rule.lastOf", {
    event: eventWords(point.event.event, t),
  });
  if (point.moved) {
    const length = lengthWords(point.moved.length, t);
    said = t(point.moved.word === "after" ? "rule.movedAfter" : "rule.movedBefore", { point: said, length });
  }
  const lasts = within.for;
  return lasts
    ? t("rule.sinceFor", { point: said, length: lengthWords(lasts, t) })
    : t("rule.sincePoint", { point: said });
}

/** "7d" → "7 days" in the reader's words. */
export function spanWords(span: string, t: TFunction): string {
  const [, n, unit] = /^(\d+)(min|h|d|w)$/.exec(span) ?? [];
  return n ? t(`question.span.${unit as "h"}`, { n }) : span;
}

export function opWords(op: string, t: TFunction): string {
  return t(`rule.op.${op as "eq"}`, { defaultValue: op });
}

/** An event by its name, any event, or one of several. */
export function eventWords(event: string | string[], t: TFunction): string {
  return [event]
    .flat()
    .map((each) => (each === "*" ? t("rule.anyEvent") : each || "…"))
    .join(t("rule.valueOr"));
}

function oneWord(value: OperatorValue, op: string, t: TFunction): string {
  if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
  return takesLength(op) && typeof value === "string" ? lengthWords(value, t) : `${value}`;
}

function valueWords(value: OperatorValue | undefined, op: string, t: TFunction): string {
  if (value === undefined || value === null || value === "") return "…";
  if (!Array.isArray(value)) return oneWord(value, op, t);
  if (value.length === 0) return "…";
  const shown = value
    .slice(0, 4)
    .join(op === "between" || op === "contains_all" ? t("rule.valueAnd") : t("rule.valueOr"));
  return value.length > 4 ? `${shown} … +${value.length - 4}` : shown;
}

const WITHOUT_VALUE = new Set(["is_set", "is_not_set"]);

/** "is 杭州 or 上海", "≥ 500", "is set". */
export function testWords(op: string, value: OperatorValue | undefined, t: TFunction): string {
  return WITHOUT_VALUE.has(op) ? opWords(op, t) : `${opWords(op, t)} ${valueWords(value, op, t)}`;
}

/** A filter inside of a group: of several tests it stands in parentheses. */
function innerWords(filter: EventFilter, t: TFunction): string {
  const isGroup = ("all" in filter && filter.all.length > 1) || ("any" in filter && filter.any.length > 1);
  return isGroup ? `(${filterWords(filter, t)})` : filterWords(filter, t);
}

/** An event filter on one line. */
export function filterWords(filter: EventFilter | undefined, t: TFunction): string {
  if (!filter) return t("rule.anyWhere");
  if ("all" in filter) return filter.all.map((each) => innerWords(each, t)).join(` ${t("rule.and")} `);
  if ("any" in filter) return filter.any.map((each) => innerWords(each, t)).join(` ${t("rule.or")} `);
  if ("not" in filter) return `¬(${filterWords(filter.not, t)})`;
  return `${filter.property || "…"} ${testWords(filter.op ?? "eq", filter.value, t)}`;
}

/** The aggregate of a `did` as [kind, property]. */
export function aggregateOf(did: Did): [string, string | null] {
  const { aggregate } = did;
  if (!aggregate || typeof aggregate === "string") return [aggregate ?? "count", null];
  const [kind, property] = Object.entries(aggregate)[0] ?? ["count", null];
  return [kind, property];
}

/** "at least once", "≥ 3 times", "sum of amount ≥ 500". */
export function countWords(did: Did, t: TFunction): string {
  if (did.op === undefined) return t("rule.atLeastOnce");
  const [kind, property] = aggregateOf(did);
  const op = opWords(did.op, t);
  const value = valueWords(did.value, did.op, t);
  if (kind === "days") return t("rule.activeDays", { op, value });
  if (!property) return t("rule.times", { op, value });
  return t("rule.aggregateOf", {
    aggregate: t(`rule.aggregate.${kind as "sum"}`, { defaultValue: kind }),
    property,
    op,
    value,
  });
}

/** A stage of a model, an RFM class: translated where known, as it is where not. */
export function stageWords(stage: string | null, t: TFunction): string {
  return t(`rule.stage.${(stage || "none") as "growth"}`, { defaultValue: stage ?? "" });
}
export function rfmWords(name: string, t: TFunction): string {
  return t(`rule.rfm.${name as "important_value"}`, { defaultValue: name });
}
