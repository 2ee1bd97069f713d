import type { TFunction } from "i18next";
import type { By, Point, TrendQuery, TrendResult, Who } from "@/api/query-types";
import { groupWords, stepWords } from "@/builders/query/query-words";
import { aggregateWords } from "./aggregate-words";

export interface Line {
  name: string;
  points: Point[];
  isOther: boolean;
  /** The pointer to the people of one period. */
  who: (t: string) => Who;
}

/** Every series with its name in words: the metric, or the group when there is a breakdown. */
export function linesOf(query: TrendQuery, result: TrendResult, t: TFunction): Line[] {
  return result.series.map((series) => {
    const metric = query.metrics[series.metric];
    const stated = metric ? `${stepWords(metric, t)} · ${aggregateWords(metric.aggregate, t)}` : series.name;
    const by: By = series.by;
    const grouped = Object.keys(by).length > 0;
    const group = series.is_other ? t("common.other") : groupWords(by, t);
    const name = grouped ? `${group}${query.metrics.length > 1 ? ` · ${stated}` : ""}` : stated;
    const split = grouped ? { by, ...(series.is_other ? { is_other: true } : {}) } : {};
    return {
      name,
      points: series.points,
      isOther: series.is_other,
      who: (period) => ({ metric: series.metric, t: period, ...split }),
    };
  });
}
