import { useTranslation } from "react-i18next";
import type { IntervalQuery, IntervalResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { binWords } from "@/builders/query/bin-words";
import { BinsPanel } from "@/builders/query/bins-panel";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Stat } from "@/ui/stat";
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
  const was = (value: string) => (previous ? t("question.compareWas", { value }) : null);
  const everybody = behind(t("analysis.interval.title"), {});
  const before = previous ? (
    <PeopleBefore compact now={result.people} before={previous.people} behind={everybody} />
  ) : null;
  const split = (query.by?.length ?? 0) > 0;
  return (
    <>
      <div className="stats">
        <Stat label={t("analysis.interval.pairs")} below={was(format.compact(previous?.pairs ?? 0))}>
          {format.compact(result.pairs)}
        </Stat>
        <Stat label={t("analysis.people")} below={before}>
          <PeopleNumber compact value={result.people} behind={everybody} />
        </Stat>
        {FIGURES.map((name) => (
          <Stat
            key={name}
            label={t(`analysis.interval.${name}`)}
            hint={t(`analysis.interval.hint.${name}`)}
            below={was(format.duration(previous?.quantiles[name] ?? null))}
          >
            {format.duration(result.quantiles[name])}
          </Stat>
        ))}
        <Stat label={t("analysis.interval.waiting")} hint={t("analysis.interval.hint.waiting")}>
          <PeopleNumber
            compact
            value={result.waiting}
            behind={behind(t("analysis.interval.waiting"), { of: "waiting" })}
          />
        </Stat>
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
