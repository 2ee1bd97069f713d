import type { TFunction } from "i18next";
import type { Point, TrendQuery, TrendResult, Who } from "@/api/query-types";
import { groupWords, splitOf, stepWords } from "@/builders/query/query-words";
import { aggregateWords } from "./aggregate-words";

export interface Line {
  name: string;
  points: Point[];
  isOther: boolean;
  /** The pointer to the people of one period. */
  who: (t: string) => Who;
}

function lineName(query: TrendQuery, series: TrendResult["series"][number], t: TFunction): string {
  const metric = query.metrics[series.index];
  const stated = metric ? `${stepWords(metric, t)} · ${aggregateWords(metric.aggregate, t)}` : series.metric;
  if (Object.keys(series.by).length === 0) return stated;
  const group = series.is_other ? t("common.other") : groupWords(series.by, t);
  return query.metrics.length > 1 ? `${group} · ${stated}` : group;
}

/** Every series with its name in words: the metric, or the group when there is a breakdown. */
export function linesOf(query: TrendQuery, result: TrendResult, t: TFunction): Line[] {
  return result.series.map((series) => {
    return {
      name: lineName(query, series, t),
      points: series.points,
      isOther: series.is_other,
      who: (period) => ({ metric: series.index, t: period, ...splitOf(series) }),
    };
  });
}
