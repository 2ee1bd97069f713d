import { useTranslation } from "react-i18next";
import type { IntervalQuery, IntervalResult } from "@/api/query-types";
import { binWords } from "@/builders/query/bin-words";
import { BinsPanel } from "@/builders/query/bins-panel";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { IntervalGroups } from "./interval-groups";

interface Props {
  query: IntervalQuery;
  result: IntervalResult;
}
const FIGURES = ["p25", "p50", "p75", "p90"] as const;

/** The quantiles, the histogram, and the same for every group. */
export function IntervalAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (result.pairs === 0) {
    return <FirstStep title={t("question.noData")}>{t("analysis.interval.noneHint")}</FirstStep>;
  }
  const { previous } = result;
  const behind = (title: string, who: Record<string, unknown>) => ({
    title,
    source: { kind: "query" as const, query, who },
  });
  const split = (query.by?.length ?? 0) > 0;
  return (
    <>
      <div className="stats">
        <Figure
          label={t("analysis.interval.pairs")}
          now={result.pairs}
          before={previous?.pairs}
          say={format.compact}
        />
        <PeopleFigure
          label={t("analysis.people")}
          now={result.people}
          before={previous?.people}
          behind={behind(t("analysis.interval.title"), {})}
        />
        {FIGURES.map((name) => (
          <Figure
            key={name}
            label={t(`analysis.interval.${name}`)}
            hint={t(`analysis.interval.hint.${name}`)}
            now={result.quantiles[name]}
            before={previous?.quantiles[name]}
            say={format.duration}
          />
        ))}
        <PeopleFigure
          label={t("analysis.interval.waiting")}
          hint={t("analysis.interval.hint.waiting")}
          now={result.waiting}
          behind={behind(t("analysis.interval.waiting"), { of: "waiting" })}
        />
      </div>
      {split ? <IntervalGroups query={query} groups={result.groups ?? []} /> : null}
      {split ? null : (
        <BinsPanel
          title={t("analysis.interval.histogram")}
          counted={t("analysis.interval.pairs")}
          query={query}
          lines={result.histogram.map((bin) => ({
            label: binWords(bin, format.duration),
            count: bin.pairs,
            people: bin.people,
            before: bin.previous ?? undefined,
            who: { from: bin.from, to: bin.to },
          }))}
        />
      )}
    </>
  );
}
