import { useTranslation } from "react-i18next";
import type { VoiceQuery, VoiceResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { PeopleBefore } from "@/builders/query/people-before";
import { splitOf } from "@/builders/query/query-words";
import { useGroupName } from "@/builders/query/use-group-name";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { VoiceComments } from "./voice-comments";
import { VoiceTable } from "./voice-table";

interface Props {
  query: VoiceQuery;
  result: VoiceResult;
}
const number = (value: number | null) => (value === null ? "–" : value.toFixed(1));

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
  const { total, series, groups, previous, previous_series } = result;
  const was = (value: number | null | undefined, say: (value: number) => string = number) =>
    value === null || value === undefined ? null : t("question.compareWas", { value: say(value) });
  const name = t(`outcome.voice.names.${query.method}`);
  const answered = {
    title: t("outcome.voice.answered"),
    source: { kind: "query" as const, query, who: { of: "answered" } },
  };
  const before = previous_series
    ? [
        {
          name: t("question.compareLine", { name }),
          values: series.map((_, at) => previous_series[at]?.score ?? null),
          quiet: true,
          thin: true,
        },
      ]
    : [];
  if (total.answers === 0) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const openEnd = series.at(-1)?.is_incomplete ?? false;
  return (
    <>
      <div className="stats">
        <Stat
          label={name}
          below={
            <>
              {t("outcome.voice.margin", { margin: number(total.margin) })}
              <div>{was(previous?.score)}</div>
            </>
          }
        >
          {number(total.score)}
        </Stat>
        <Stat label={t("outcome.voice.answers")} below={was(previous?.answers, format.whole)}>
          {format.whole(total.answers)}
        </Stat>
        <Stat
          label={t("outcome.voice.answered")}
          below={
            previous ? <PeopleBefore now={total.people} before={previous.people} behind={answered} /> : null
          }
        >
          <PeopleNumber value={total.people} behind={answered} />
        </Stat>
        <Stat label={t("outcome.voice.mean")} below={was(previous?.mean)}>
          {number(total.mean)}
        </Stat>
        <Stat label={t("outcome.voice.invalid")} hint={t("outcome.voice.hint.invalid")}>
          {format.whole(result.invalid)}
        </Stat>
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
          first={t("outcome.voice.group")}
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
