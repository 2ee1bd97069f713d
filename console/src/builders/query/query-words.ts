import type { TFunction } from "i18next";
import type { By, Step, TrendMetric, Who } from "@/api/query-types";
import { eventWords, filterWords } from "@/builders/condition/words";
import { aggregateWords } from "./aggregate-words";

/** A step in words: the event, and which of them. */
export function stepWords(step: Step, t: TFunction): string {
  const events = eventWords(step.event, t);
  return step.where ? `${events} (${filterWords(step.where, t)})` : events;
}

/** A metric by its name, else in words: of which events, and what is computed. */
export function metricWords(metric: TrendMetric, t: TFunction): string {
  return metric.name ?? `${stepWords(metric, t)} · ${aggregateWords(metric.aggregate, t)}`;
}

/** The part of a `who` that points at one group of a breakdown; nothing when there is none. */
export function splitOf(group: { by: By; is_other: boolean }): Who {
  if (Object.keys(group.by).length === 0) return {};
  return group.is_other ? { by: group.by, is_other: true } : { by: group.by };
}
