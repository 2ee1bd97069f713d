import { useTranslation } from "react-i18next";
import type { FunnelQuery, FunnelResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

type Period = NonNullable<FunnelResult["periods"]>[number];
interface Props {
  query: FunnelQuery;
  periods: Period[];
}

function waiting(period: Period): number {
  return period.steps.reduce((sum, step) => sum + step.pending, 0);
}

/** Conversion by date of entry: dashed from the first period whose windows are still open. */
export function FunnelPeriods({ query, periods }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const per = query.per ?? "day";
  const last = query.steps.length;
  const behind = (period: Period, step: number, name: string) => ({
    title: `${periodLabel(period.t, per)} · ${name}`,
    source: { kind: "query" as const, query, who: { step, converted: true, t: period.t } },
  });
  const underWay = (period: Period) => ({
    title: `${periodLabel(period.t, per)} · ${t("question.funnel.waiting")}`,
    source: { kind: "query" as const, query, who: { pending: true, t: period.t } },
  });
  const entered = (period: Period) => period.steps[0]?.people ?? 0;
  return (
    <Panel className="scroll" title={t("question.funnel.periods")} note={t("question.funnel.periodsNote")}>
      <TrendChart
        area
        height={220}
        label={t("question.funnel.periods")}
        labels={periods.map((period) => periodLabel(period.t, per))}
        lines={[
          {
            name: t("question.funnel.conversion"),
            values: periods.map((period) => period.steps.at(-1)?.rate_from_first ?? null),
          },
        ]}
        zone={format.zone}
        most={1}
        value={(share) => format.percent(share)}
        openEnd={periods.slice(-1).some((period) => waiting(period) > 0 || period.is_incomplete)}
        onPick={(_, index) => {
          const period = periods[index];
          if (period) open(behind(period, last, t("question.funnel.converted")));
        }}
      />
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("question.funnel.perName")}</th>
            {(["entered", "converted", "conversion", "waiting"] as const).map((key) => (
              <th key={key} scope="col" className="num">
                {t(`question.funnel.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...periods].reverse().map((period) => (
            <tr key={period.t}>
              <td>{period.t}</td>
              <td className="num">
                <PeopleNumber
                  value={entered(period)}
                  behind={behind(period, 1, t("question.funnel.entered"))}
                />
              </td>
              <td className="num">
                <PeopleNumber
                  value={period.steps.at(-1)?.people ?? 0}
                  behind={behind(period, last, t("question.funnel.converted"))}
                />
              </td>
              <td className="num">{format.percent(period.steps.at(-1)?.rate_from_first)}</td>
              <td className="num soft">
                {waiting(period) ? <PeopleNumber value={waiting(period)} behind={underWay(period)} /> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
