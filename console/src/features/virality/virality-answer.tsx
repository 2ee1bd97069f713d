import { useTranslation } from "react-i18next";
import type { ViralityQuery, ViralityResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { Generations, TopInviters } from "./virality-tables";

interface Props {
  query: ViralityQuery;
  result: ViralityResult;
}
const ratio = (value: number | null) => (value === null ? "–" : value.toFixed(2));

/** The key figures, invitations and invited over time, the generations, and who brought most. */
export function ViralityAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  if (result.invitations === 0 && result.invited === 0) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const behind = (of: "invited" | "inviters" | "active") => ({
    title: t(`outcome.virality.${of}`),
    source: { kind: "query" as const, query, who: { of } },
  });
  const openEnd = result.series.at(-1)?.is_incomplete ?? false;
  return (
    <>
      <div className="stats">
        <Stat label={t("outcome.virality.k")} hint={t("outcome.virality.hint.k")}>
          {ratio(result.k_factor)}
        </Stat>
        <Stat label={t("outcome.virality.invited")}>
          <PeopleNumber value={result.invited} behind={behind("invited")} compact />
        </Stat>
        <Stat label={t("outcome.virality.inviters")}>
          <PeopleNumber value={result.inviters} behind={behind("inviters")} compact />
        </Stat>
        <Stat label={t("outcome.virality.active")}>
          <PeopleNumber value={result.active} behind={behind("active")} compact />
        </Stat>
        <Stat
          label={t("outcome.virality.invitations")}
          below={t("outcome.virality.perPerson", { n: ratio(result.invitations_per_person) })}
        >
          {format.compact(result.invitations)}
        </Stat>
        <Stat label={t("outcome.virality.conversion")}>{ratio(result.conversion)}</Stat>
        <Stat label={t("outcome.virality.cycle")} hint={t("outcome.virality.hint.cycle")}>
          {format.duration(result.cycle_seconds)}
        </Stat>
      </div>
      <Panel title={t("outcome.virality.chart")} note={openEnd ? t("outcome.virality.notOver") : null}>
        <TrendChart
          height={260}
          label={t("outcome.virality.chart")}
          labels={result.series.map((point) => periodLabel(point.t, query.per))}
          lines={[
            {
              name: t("outcome.virality.invitations"),
              values: result.series.map((each) => each.invitations),
            },
            { name: t("outcome.virality.invited"), values: result.series.map((each) => each.invited) },
          ]}
          zone={format.zone}
          value={format.compact}
          openEnd={openEnd}
          onPick={(line, at) => {
            const point = result.series[at];
            if (!point || line === 0) return;
            const title = `${t("outcome.virality.invited")} · ${periodLabel(point.t, query.per)}`;
            open({ title, source: { kind: "query", query, who: { of: "invited", t: point.t } } });
          }}
        />
      </Panel>
      <Generations query={query} result={result} />
      <TopInviters query={query} result={result} />
    </>
  );
}
