import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RevenueQuery, RevenueResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { useLineBefore } from "@/builders/query/use-line-before";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { isOpenPeriod, periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { Choice } from "@/ui/choice";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { RevenueFigures } from "./revenue-figures";
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
  const lineBefore = useLineBefore();
  const [shown, setShown] = useState<Shown>("revenue");
  if (result.orders === 0 && !result.previous?.orders) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const { series } = result;
  const last = series.at(-1)?.t;
  const name = t(`question.revenue.${shown}`);
  const before = result.previous_series;
  return (
    <>
      <RevenueFigures query={query} result={result} />
      <Panel
        title={
          <Choice
            label={t("common.chart")}
            size="small"
            value={shown}
            onChange={setShown}
            of={["revenue", "orders", "payers"]}
            say={(value) => t(`question.revenue.${value}`)}
          />
        }
        note={last && isOpenPeriod(last, query.per, format.zone) ? t("question.openEnd") : null}
      >
        <TrendChart
          area
          label={name}
          labels={series.map((point) => periodLabel(point.t, query.per))}
          lines={[
            { name, values: series.map((point) => point[shown]) },
            ...lineBefore(name, before && series.map((_, at) => before[at]?.[shown] ?? null)),
          ]}
          zone={format.zone}
          value={shown === "revenue" ? format.money : format.compact}
          openEnd={last !== undefined && isOpenPeriod(last, query.per, format.zone)}
          onPick={(line, at) => {
            const point = (line === 0 ? series : (before ?? []))[at];
            if (!point) return;
            const who = { of: "payers", t: point.t, ...(line === 0 ? {} : { compared: true }) };
            const title = `${t("question.revenue.payers")} · ${periodLabel(point.t, query.per)}`;
            open({ title, source: { kind: "query", query, who } });
          }}
        />
      </Panel>
      <RevenueTable query={query} series={series} />
    </>
  );
}
