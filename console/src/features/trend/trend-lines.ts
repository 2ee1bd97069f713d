import type { TFunction } from "i18next";
import type { By, Point, TrendQuery, TrendResult, Who } from "@/api/query-types";
import { metricWords, splitOf } from "@/builders/query/query-words";
import { ofRevenue } from "@/builders/query/use-write";

export interface Line {
  name: string;
  points: Point[];
  isOther: boolean;
  /** The time before, drawn thin and grey beside the line it belongs to. */
  isBefore: boolean;
  /** Its numbers are of the project's currency, whatever the other lines are. */
  isMoney: boolean;
  /** The pointer to the people of one period, or of the whole range; null where the number counts no people, as a formula. */
  who: ((t: string | null) => Who) | null;
}

type Series = TrendResult["series"][number];
interface Words {
  t: TFunction;
  groupName: (group: { by: By; is_other: boolean }) => string;
}

function lineName(query: TrendQuery, series: Series, { t, groupName }: Words): string {
  const metric = query.metrics[series.index];
  const stated = metric ? metricWords(metric, t) : series.metric;
  if (Object.keys(series.by).length === 0) return stated;
  const group = groupName(series);
  return query.metrics.length + (query.formulas ?? []).length > 1 ? `${group} · ${stated}` : group;
}

function lineOf(query: TrendQuery, series: Series, before: Point[] | null, words: Words): Line {
  const name = lineName(query, series, words);
  const counts = series.index < query.metrics.length;
  const cell = { metric: series.index, ...splitOf(series), ...(before ? { compared: true } : {}) };
  return {
    name: before ? words.t("question.compareLine", { name }) : name,
    points: before ?? series.points,
    isOther: series.is_other,
    isBefore: before !== null,
    isMoney: ofRevenue(query.metrics[series.index]?.aggregate),
    who: counts ? (period) => (period === null ? cell : { ...cell, t: period }) : null,
  };
}

/** Every series with its name in words: the metric, or the group when there is a breakdown; then the time before. */
export function linesOf(query: TrendQuery, result: TrendResult, words: Words): Line[] {
  return [
    ...result.series.map((series) => lineOf(query, series, null, words)),
    ...result.series.flatMap((series) =>
      series.previous ? [lineOf(query, series, series.previous, words)] : [],
    ),
  ];
}
