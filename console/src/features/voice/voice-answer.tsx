import { useTranslation } from "react-i18next";
import type { VoiceQuery, VoiceResult } from "@/api/query-types";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { splitOf } from "@/builders/query/query-words";
import { useGroupHeading, useGroupName } from "@/builders/query/use-group-name";
import { useLineBefore } from "@/builders/query/use-line-before";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { VoiceComments } from "./voice-comments";
import { VoiceTable } from "./voice-table";

interface Props {
  query: VoiceQuery;
  result: VoiceResult;
}
const tenth = (value: number) => value.toFixed(1);

/** What was said in numbers, and in words: whichever was asked for. */
export function VoiceAnswer({ query, result }: Props) {
  return (
    <>
      {query.score ? <Scores query={query} result={result} /> : null}
      {result.comments ? <VoiceComments query={query} comments={result.comments} /> : null}
    </>
  );
}

/** The score and its parts, the score over time, and the tables. */
function Scores({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGroupName();
  const heading = useGroupHeading();
  const lineBefore = useLineBefore();
  const { total, series, groups, previous, previous_series } = result;
  const name = t(`outcome.voice.names.${query.method}`);
  const before = lineBefore(
    name,
    previous_series && series.map((_, at) => previous_series[at]?.score ?? null),
  );
  if (total.answers === 0) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const openEnd = series.at(-1)?.is_incomplete ?? false;
  return (
    <>
      <div className="stats">
        <Figure
          label={name}
          now={total.score}
          before={previous?.score}
          say={tenth}
          also={t("outcome.voice.margin", { margin: total.margin === null ? "–" : tenth(total.margin) })}
        />
        <Figure
          label={t("outcome.voice.answers")}
          now={total.answers}
          before={previous?.answers}
          say={format.whole}
        />
        <PeopleFigure
          label={t("outcome.voice.answered")}
          now={total.people}
          before={previous?.people}
          behind={{
            title: t("outcome.voice.answered"),
            source: { kind: "query", query, who: { of: "answered" } },
          }}
        />
        <Figure label={t("outcome.voice.mean")} now={total.mean} before={previous?.mean} say={tenth} />
        <Figure
          label={t("outcome.voice.invalid")}
          hint={t("outcome.voice.hint.invalid")}
          now={result.invalid}
          say={format.whole}
        />
      </div>
      <Panel title={t("outcome.voice.chart")} note={openEnd ? t("question.openEnd") : null}>
        <TrendChart
          height={260}
          label={t("outcome.voice.chart")}
          labels={series.map((point) => periodLabel(point.t, query.per))}
          lines={[{ name, values: series.map((point) => point.score) }, ...before]}
          zone={format.zone}
          value={(value) => value.toFixed(0)}
          openEnd={openEnd}
        />
      </Panel>
      {groups ? (
        <VoiceTable
          title={t("outcome.voice.groups")}
          first={heading}
          query={query}
          lines={groups.map((group) => ({
            name: nameOf(group),
            cell: group,
            before: group.previous,
            who: splitOf(group),
          }))}
        />
      ) : null}
      <VoiceTable
        title={t("outcome.voice.byPeriod")}
        first={t("question.revenue.period")}
        query={query}
        lines={series
          .filter((point) => point.answers > 0)
          .map((point) => ({ name: periodLabel(point.t, query.per), cell: point, who: { t: point.t } }))}
      />
    </>
  );
}
