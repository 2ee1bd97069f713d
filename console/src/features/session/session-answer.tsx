import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SessionNumbers, SessionQuery, SessionResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { binWords } from "@/builders/query/bin-words";
import { BinsPanel } from "@/builders/query/bins-panel";
import { useLineBefore } from "@/builders/query/use-line-before";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { Choice } from "@/ui/choice";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { SessionFigures } from "./session-figures";
import { SessionTable } from "./session-table";

interface Props {
  query: SessionQuery;
  result: SessionResult;
}
const SHOWN = ["sessions", "people", "bounce_rate", "median_seconds", "events_per_session"] as const;
type Shown = (typeof SHOWN)[number];

/** The key figures, one of them over time, how long and how deep, and the table. */
export function SessionAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const lineBefore = useLineBefore();
  const { by: _, ...whole } = query;
  const [shown, setShown] = useState<Shown>("sessions");
  if (result.numbers.sessions === 0) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const say = (value: number) => {
    if (shown === "bounce_rate") return format.percent(value);
    if (shown === "median_seconds") return format.duration(value);
    return format.compact(Math.round(value * 10) / 10);
  };
  const read = (numbers: SessionNumbers) => numbers[shown];
  const isOpen = result.series.at(-1)?.is_incomplete ?? false;
  const bins = (name: "seconds" | "events", found: SessionResult["depths"]) =>
    found.map((bin) => ({
      label: binWords(bin, name === "seconds" ? format.duration : format.whole, name === "events"),
      count: bin.sessions,
      who: { [name]: bin.from },
    }));
  const split = (query.by?.length ?? 0) > 0;
  const previous = result.previous_series;
  const name = t(`analysis.session.${shown}`);
  const before = lineBefore(
    name,
    previous && result.series.map((_, at) => (previous[at] ? read(previous[at].numbers) : null)),
  );
  return (
    <>
      <SessionFigures query={query} numbers={result.numbers} before={result.previous ?? null} />
      <Panel
        title={
          <Choice
            label={t("common.chart")}
            size="small"
            value={shown}
            onChange={setShown}
            of={SHOWN}
            say={(value) => t(`analysis.session.${value}`)}
          />
        }
        note={isOpen ? t("question.openEnd") : null}
      >
        <TrendChart
          area
          label={name}
          labels={result.series.map((point) => periodLabel(point.t, query.per))}
          lines={[{ name, values: result.series.map((point) => read(point.numbers)) }, ...before]}
          zone={format.zone}
          value={say}
          openEnd={isOpen}
          onPick={(line, at) => {
            const point = result.series[at];
            if (!point || line > 0) return;
            const title = `${t("analysis.session.title")} · ${periodLabel(point.t, query.per)}`;
            open({ title, source: { kind: "query", query: whole, who: { t: point.t } } });
          }}
        />
      </Panel>
      <SessionTable query={query} result={result} />
      {split ? null : (
        <>
          <BinsPanel
            title={t("analysis.session.durations")}
            counted={t("analysis.session.sessions")}
            query={query}
            lines={bins("seconds", result.durations)}
          />
          <BinsPanel
            title={t("analysis.session.depths")}
            counted={t("analysis.session.sessions")}
            query={query}
            lines={bins("events", result.depths)}
          />
        </>
      )}
    </>
  );
}
