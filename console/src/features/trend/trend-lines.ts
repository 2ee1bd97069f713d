import type { TFunction } from "i18next";
import type { Point, TrendQuery, TrendResult, Who } from "@/api/query-types";
import { groupWords, splitOf, stepWords } from "@/builders/query/query-words";
import { aggregateWords } from "./aggregate-words";

export interface Line {
  name: string;
  points: Point[];
  isOther: boolean;
  /** The time before, drawn thin and grey beside the line it belongs to. */
  isBefore: boolean;
  /** The pointer to the people of one period; null where the number counts no people, as a formula. */
  who: ((t: string) => Who) | null;
}

type Series = TrendResult["series"][number];

function lineName(query: TrendQuery, series: Series, t: TFunction): string {
  const metric = query.metrics[series.index];
  const stated = metric ? `${stepWords(metric, t)} · ${aggregateWords(metric.aggregate, t)}` : series.metric;
  if (Object.keys(series.by).length === 0) return stated;
  const group = series.is_other ? t("common.other") : groupWords(series.by, t);
  return query.metrics.length + (query.formulas ?? []).length > 1 ? `${group} · ${stated}` : group;
}

function lineOf(query: TrendQuery, series: Series, before: Point[] | null, t: TFunction): Line {
  const name = lineName(query, series, t);
  const counts = series.index < query.metrics.length;
  const cell = { metric: series.index, ...splitOf(series), ...(before ? { compared: true } : {}) };
  return {
    name: before ? t("question.compareLine", { name }) : name,
    points: before ?? series.points,
    isOther: series.is_other,
    isBefore: before !== null,
    who: counts ? (period) => ({ ...cell, t: period }) : null,
  };
}

/** Every series with its name in words: the metric, or the group when there is a breakdown; then the time before. */
export function linesOf(query: TrendQuery, result: TrendResult, t: TFunction): Line[] {
  return [
    ...result.series.map((series) => lineOf(query, series, null, t)),
    ...result.series.flatMap((series) =>
      series.previous ? [lineOf(query, series, series.previous, t)] : [],
    ),
  ];
}
