import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { TileAnswer } from "@/api/dashboards";
import type { DistributionQuery, DistributionResult, IntervalResult, Query } from "@/api/query-types";
import { binWords } from "@/builders/query/bin-words";
import { metricWords } from "@/builders/query/query-words";
import { isMoney } from "@/builders/query/use-write";
import { isOpenPeriod, periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { groupWords, isMark } from "./group-words";

type Figure = NonNullable<TileAnswer["figure"]>;
type Format = ReturnType<typeof useFormat>;
const DAY = /^\d{4}-\d\d-\d\d/;
const OF_WHOLE = new Set<unknown>(["count", "days"]);

/** The picture of a tile in this reader's words: its lines, its axis, its unit, and whether its end is open. */
export function useFigureWords() {
  const { t } = useTranslation();
  const format = useFormat();
  return (figure: Figure, { query, answer, title }: TileAnswer) => {
    const per = query && "per" in query ? String(query.per) : "day";
    const last = figure.labels.at(-1) ?? "";
    return {
      labels: binsOf(query, answer?.result, format) ?? axisOf(figure, query, per, t, format),
      names: namesOf(figure, query, title, t),
      openEnd: DAY.test(last) && isOpenPeriod(last, per, format.zone),
      isMoney: query !== null && isMoney(query),
    };
  };
}

/** Days and months as short as on the question's page; periods of retention by their number. */
function axisOf(figure: Figure, query: Query | null, per: string, t: TFunction, format: Format): string[] {
  return figure.labels.map((label) => {
    if (DAY.test(label)) return periodLabel(label, per);
    if (isMark(label)) return groupWords(label, t);
    if (query?.kind === "value") return format.percent(Number(label), 0);
    if (query?.kind === "retention")
      return t(`question.retention.period.${query.per as "day"}`, { k: label });
    return label;
  });
}

function binsOf(query: Query | null, result: unknown, format: Format): string[] | null {
  if (query?.kind === "interval") {
    return (result as IntervalResult).histogram.map((bin) => binWords(bin, format.duration));
  }
  if (query?.kind !== "distribution") return null;
  const { metric, bins }: DistributionQuery = query;
  const whole = OF_WHOLE.has(metric.aggregate) && !bins;
  const say = metric.aggregate === "duration" ? format.duration : format.compact;
  return (result as DistributionResult).bins.map((bin) => binWords(bin, say, whole));
}

/** A single line is what the tile says; of several, what they share is left out, and metrics are said in words. */
function namesOf(figure: Figure, query: Query | null, title: string, t: TFunction): string[] {
  const names = figure.lines.map((line) => line.name);
  if (names.length === 1) return [title];
  if (query?.kind === "trend" && query.metrics.length > 1 && !query.by?.length) {
    return names.map((name, at) => {
      const metric = query.metrics[at];
      return metric ? metricWords(metric, t) : name;
    });
  }
  const [first = "", ...rest] = names.map((name) => `${name.split(" · ")[0]} · `);
  const shared = rest.every((each) => each === first) && names.every((name) => name.startsWith(first));
  return names.map((name) => {
    const own = shared ? name.slice(first.length) : name;
    return groupWords(own, t);
  });
}
