import { useTranslation } from "react-i18next";
import type { DistributionQuery, DistributionResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { binWords } from "@/builders/query/bin-words";
import { BinsPanel } from "@/builders/query/bins-panel";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Stat } from "@/ui/stat";
import { DistributionGroups } from "./distribution-groups";

interface Props {
  query: DistributionQuery;
  result: DistributionResult;
}
const WHOLE = new Set<unknown>(["count", "days"]);

/** The key figures, the histogram, and the same for every group. */
export function DistributionAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { numbers, previous } = result;
  if (numbers.people === 0) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const { aggregate } = query.metric;
  const say = (value: number | null) => {
    if (value === null) return "–";
    return aggregate === "duration" ? format.duration(value) : format.compact(Math.round(value * 100) / 100);
  };
  const whole = WHOLE.has(aggregate) && !query.bins;
  const labels = result.bins.map((bin) => binWords(bin, say, whole));
  const behind = (title: string, who: Record<string, unknown>) => ({
    title,
    source: { kind: "query" as const, query, who },
  });
  const was = (value: string) => (previous ? t("question.compareWas", { value }) : null);
  const everybody = behind(t("analysis.distribution.title"), {});
  const before = previous ? (
    <PeopleBefore compact now={numbers.people} before={previous.people} behind={everybody} />
  ) : null;
  const split = (query.by?.length ?? 0) > 0;
  return (
    <>
      <div className="stats">
        <Stat label={t("analysis.people")} below={before}>
          <PeopleNumber compact value={numbers.people} behind={everybody} />
        </Stat>
        {(["mean", "median", "p90", "most", "total"] as const).map((name) => (
          <Stat
            key={name}
            label={t(`analysis.distribution.${name}`)}
            below={was(say(previous?.[name] ?? null))}
          >
            {say(numbers[name])}
          </Stat>
        ))}
        {result.without > 0 ? (
          <Stat label={t("analysis.distribution.without")} hint={t("analysis.distribution.withoutHint")}>
            <PeopleNumber
              compact
              value={result.without}
              behind={behind(t("analysis.distribution.without"), { of: "without" })}
            />
          </Stat>
        ) : null}
      </div>
      {split ? (
        <DistributionGroups query={query} result={result} labels={labels} />
      ) : (
        <BinsPanel
          title={t("analysis.distribution.histogram")}
          counted={t("analysis.people")}
          query={query}
          lines={result.bins.map((bin, index) => ({
            label: labels[index] ?? "",
            count: bin.people,
            before: bin.previous ?? undefined,
            who: { from: bin.from, to: bin.to },
          }))}
        />
      )}
    </>
  );
}
