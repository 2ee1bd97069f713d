import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WebQuery, WebResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { useLineBefore } from "@/builders/query/use-line-before";
import { HourHeat } from "@/charts/hour-heat/hour-heat";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel, weekday } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { Choice } from "@/ui/choice";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { WebFigures } from "./web-figures";
import { WebSearches } from "./web-searches";
import { WebValues } from "./web-values";

interface Props {
  query: WebQuery;
  result: WebResult;
  onDimension: (dimension: string) => void;
}
const SHOWN = ["uv", "visits", "pv", "new_visitors", "bounce_rate"] as const;
const DIMENSIONS = [
  ...["source", "medium", "campaign", "referrer", "search_engine", "keyword"],
  ...["entry", "exit", "page", "device", "os", "browser", "country", "province", "city"],
] as const;
type Shown = (typeof SHOWN)[number];
/** Whose a number of the picture is; everybody's unless it says. */
const OF: Partial<Record<Shown, "new">> = { new_visitors: "new" };

/** The key figures, one of them over time, where visits came from, and when. */
export function WebAnswer({ query, result, onDimension }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const lineBefore = useLineBefore();
  const [shown, setShown] = useState<Shown>("uv");
  if (result.visits === 0) {
    return <FirstStep title={t("question.noData")}>{t("analysis.web.noneHint")}</FirstStep>;
  }
  const isOpen = result.series.at(-1)?.is_incomplete ?? false;
  const name = t(`analysis.web.${shown}`);
  const earlier = result.previous_series;
  const before = lineBefore(name, earlier && result.series.map((_, at) => earlier[at]?.[shown] ?? null));
  const weekdayName = (day: number) => weekday(day, format.language);
  return (
    <>
      <WebFigures query={query} result={result} />
      <Panel
        title={
          <Choice
            label={t("common.chart")}
            size="small"
            value={shown}
            onChange={setShown}
            of={SHOWN}
            say={(value) => t(`analysis.web.${value}`)}
          />
        }
        note={isOpen ? t("question.openEnd") : null}
      >
        <TrendChart
          area
          label={name}
          labels={result.series.map((point) => periodLabel(point.t, query.per))}
          lines={[{ name, values: result.series.map((point) => point[shown]) }, ...before]}
          zone={format.zone}
          value={shown === "bounce_rate" ? format.percent : format.compact}
          openEnd={isOpen}
          onPick={(line, at) => {
            const point = result.series[at];
            if (!point || line > 0) return;
            const of = OF[shown] ?? "all";
            const title = `${t(`analysis.web.of.${of}`)} · ${periodLabel(point.t, query.per)}`;
            open({ title, source: { kind: "query", query, who: { of, t: point.t } } });
          }}
        />
      </Panel>
      <Panel
        className="scroll"
        title={t("analysis.web.by")}
        note={
          <Select
            size="small"
            style={{ minWidth: 160 }}
            aria-label={t("analysis.web.by")}
            value={query.dimension}
            onChange={onDimension}
            options={DIMENSIONS.map((value) => ({
              value: value as string,
              label: t(`analysis.web.dimension.${value as "source"}`),
            }))}
          />
        }
      >
        <WebValues query={query} values={result.values} measured={result.measured > 0} />
      </Panel>
      <WebSearches query={query} searches={result.searches} />
      <Panel title={t("analysis.web.hours")} note={format.zone}>
        <HourHeat
          label={t("analysis.web.hours")}
          cells={result.hours.map((each) => ({ ...each, value: each.visits }))}
          weekdayName={weekdayName}
          compact={format.compact}
          onPick={(weekday, hour) =>
            open({
              title: `${weekdayName(weekday)} ${hour}:00`,
              source: { kind: "query", query, who: { weekday, hour } },
            })
          }
        />
      </Panel>
    </>
  );
}
