import { useTranslation } from "react-i18next";
import type { ViralityQuery, ViralityResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { useLineBefore } from "@/builders/query/use-line-before";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { ViralityFigures } from "./virality-figures";
import { Generations, TopInviters } from "./virality-tables";

interface Props {
  query: ViralityQuery;
  result: ViralityResult;
}
const DRAWN = ["invitations", "invited"] as const;

/** The key figures, invitations and invited over time, the generations, and who brought most. */
export function ViralityAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const lineBefore = useLineBefore();
  if ([result, result.previous].every((each) => !each?.invitations && !each?.invited)) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const { series, previous_series: before } = result;
  const openEnd = series.at(-1)?.is_incomplete ?? false;
  return (
    <>
      <ViralityFigures query={query} result={result} />
      <Panel title={t("outcome.virality.chart")} note={openEnd ? t("outcome.virality.notOver") : null}>
        <TrendChart
          height={260}
          label={t("outcome.virality.chart")}
          labels={series.map((point) => periodLabel(point.t, query.per))}
          lines={[
            ...DRAWN.map((drawn) => ({
              name: t(`outcome.virality.${drawn}`),
              values: series.map((each) => each[drawn]),
            })),
            ...lineBefore(
              t("outcome.virality.invited"),
              before && series.map((_, at) => before[at]?.invited ?? null),
            ),
          ]}
          zone={format.zone}
          value={format.compact}
          openEnd={openEnd}
          onPick={(line, at) => {
            const isBefore = line >= DRAWN.length;
            const point = (isBefore ? (before ?? []) : series)[at];
            if (!point || line === 0) return;
            const title = `${t("outcome.virality.invited")} · ${periodLabel(point.t, query.per)}`;
            open({
              title,
              source: {
                kind: "query",
                query,
                who: { of: "invited", t: point.t, ...(isBefore ? { compared: true } : {}) },
              },
            });
          }}
        />
      </Panel>
      <Generations query={query} result={result} />
      <TopInviters query={query} result={result} />
    </>
  );
}
