import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RevenueQuery, RevenueResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { isOpenPeriod, periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { RevenueTable } from "./revenue-table";

interface Props {
  query: RevenueQuery;
  result: RevenueResult;
}
type Shown = "revenue" | "orders" | "payers";

/** The key figures, one of them over time, and the table. */
export function RevenueAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const [shown, setShown] = useState<Shown>("revenue");
  if (result.orders === 0) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const { series } = result;
  const last = series.at(-1)?.t;
  const payers = {
    title: t("question.revenue.payers"),
    source: { kind: "query" as const, query, who: { of: "payers" } },
  };
  return (
    <>
      <div className="stats">
        <Stat label={t("question.revenue.revenue")}>
          <span title={format.whole(result.revenue)}>{format.money(result.revenue)}</span>
        </Stat>
        <Stat label={t("question.revenue.orders")}>{format.compact(result.orders)}</Stat>
        <Stat label={t("question.revenue.payers")}>
          <PeopleNumber value={result.payers} behind={payers} compact />
        </Stat>
        <Stat label={t("question.revenue.aov")} hint={t("question.revenue.hint.aov")}>
          {format.money(result.aov)}
        </Stat>
        <Stat label={t("question.revenue.arpu")} hint={t("question.revenue.hint.arpu")}>
          {format.money(result.arpu)}
        </Stat>
        <Stat label={t("question.revenue.arppu")} hint={t("question.revenue.hint.arppu")}>
          {format.money(result.arppu)}
        </Stat>
        <Stat label={t("question.revenue.repurchase")} hint={t("question.revenue.hint.repurchase")}>
          {format.percent(result.repurchase_rate)}
        </Stat>
      </div>
      <Panel
        title={
          <Segmented
            size="small"
            value={shown}
            onChange={setShown}
            options={(["revenue", "orders", "payers"] as const).map((value) => ({
              value,
              label: t(`question.revenue.${value}`),
            }))}
          />
        }
        note={last && isOpenPeriod(last, query.per, format.zone) ? t("question.openEnd") : null}
      >
        <TrendChart
          area
          label={t(`question.revenue.${shown}`)}
          labels={series.map((point) => periodLabel(point.t, query.per))}
          lines={[{ name: t(`question.revenue.${shown}`), values: series.map((point) => point[shown]) }]}
          zone={format.zone}
          value={shown === "revenue" ? format.money : format.compact}
          openEnd={last !== undefined && isOpenPeriod(last, query.per, format.zone)}
          onPick={(_, at) => {
            const point = series[at];
            if (!point) return;
            const who = { of: "payers", t: point.t };
            const title = `${payers.title} · ${periodLabel(point.t, query.per)}`;
            open({ title, source: { kind: "query", query, who } });
          }}
        />
      </Panel>
      <RevenueTable query={query} series={series} />
    </>
  );
}
