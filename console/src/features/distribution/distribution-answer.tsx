import { useTranslation } from "react-i18next";
import type { DistributionQuery, DistributionResult } from "@/api/query-types";
import { binWords } from "@/builders/query/bin-words";
import { BinsPanel } from "@/builders/query/bins-panel";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { DistributionGroups } from "./distribution-groups";
import { DistributionPeriods } from "./distribution-periods";

interface Props {
  query: DistributionQuery;
  result: DistributionResult;
}
const WHOLE = new Set<unknown>(["count", "days"]);

/** The built-in amount is in the project's currency. */
function isMoney(aggregate: DistributionQuery["metric"]["aggregate"]): boolean {
  return typeof aggregate === "object" && Object.values(aggregate).includes("revenue");
}

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
    if (aggregate === "duration") return format.duration(value);
    const rounded = Math.round(value * 100) / 100;
    return isMoney(aggregate) ? format.money(rounded) : format.compact(rounded);
  };
  const whole = WHOLE.has(aggregate) && !query.bins;
  const labels = result.bins.map((bin) => binWords(bin, say, whole));
  const behind = (title: string, who: Record<string, unknown>) => ({
    title,
    source: { kind: "query" as const, query, who },
  });
  const split = (query.by?.length ?? 0) > 0;
  return (
    <>
      <div className="stats">
        <PeopleFigure
          label={t("analysis.people")}
          now={numbers.people}
          before={previous?.people}
          behind={behind(t("analysis.distribution.title"), {})}
        />
        {(["mean", "median", "p90", "most", "total"] as const).map((name) => (
          <Figure
            key={name}
            label={t(`analysis.distribution.${name}`)}
            now={numbers[name]}
            before={previous?.[name]}
            say={say}
          />
        ))}
        {result.without > 0 ? (
          <PeopleFigure
            label={t("analysis.distribution.without")}
            hint={t("analysis.distribution.withoutHint")}
            now={result.without}
            behind={behind(t("analysis.distribution.without"), { of: "without" })}
          />
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
      {result.series ? (
        <DistributionPeriods query={query} series={result.series} bins={result.bins} labels={labels} />
      ) : null}
    </>
  );
}
