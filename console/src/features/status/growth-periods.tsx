import { useTranslation } from "react-i18next";
import type { StatusQuery, StatusResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";

const PARTS = ["active", "new", "kept", "returned", "churned"] as const;
const DRAWN = ["kept", "new", "returned"] as const;
type Growth = StatusResult["series"][number];

/** The accounts of each period: who came, stayed, returned and was lost, perhaps beside those of another time. */
export function GrowthPeriods({ query, result }: { query: StatusQuery; result: StatusResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const { series, previous_series: before } = result;
  const behind = (part: (typeof PARTS)[number], at: string, compared = false) => ({
    title: `${t(`status.part.${part}`)} · ${at}`,
    source: {
      kind: "query" as const,
      query,
      who: { stage: part, t: at, ...(compared ? { compared } : {}) },
    },
  });
  return (
    <>
      <TrendChart
        bars
        stacked
        openEnd={series.at(-1)?.is_incomplete ?? false}
        height={260}
        label={t("status.accounts")}
        labels={series.map((each) => periodLabel(each.t, query.per))}
        lines={DRAWN.map((part) => ({
          name: t(`status.part.${part}`),
          values: series.map((each) => each[part]),
        }))}
        zone={format.zone}
        value={format.compact}
        onPick={(line, at) => {
          const [part, period] = [DRAWN[line], series[at]];
          if (part && period) open(behind(part, period.t));
        }}
      />
      <div className="scroll">
        <table className="plain" aria-label={t("status.accounts")}>
          <thead>
            <tr>
              <th scope="col">{t(`status.${query.per}`)}</th>
              {PARTS.map((part) => (
                <th key={part} scope="col" className="num">
                  {t(`status.part.${part}`)}
                </th>
              ))}
              <th scope="col" className="num" title={t("status.quickHint")}>
                {t("status.quick")}
              </th>
            </tr>
          </thead>
          <tbody>
            {series
              .map((now, at) => ({ now, was: before?.[at] }))
              .reverse()
              .map(({ now, was }) => (
                <tr key={now.t}>
                  <td>{now.t}</td>
                  {PARTS.map((part) => (
                    <td key={part} className="num">
                      <PeopleNumber value={now[part]} behind={behind(part, now.t)} />
                      <CellBefore now={now[part]} before={was?.[part]}>
                        <PeopleNumber value={was?.[part]} behind={behind(part, was?.t ?? "", true)} />
                      </CellBefore>
                    </td>
                  ))}
                  <td className="num">{quickRatio(now)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Of a period that is over: until then whoever is still to come counts as lost. */
function quickRatio(period: Growth): string {
  return period.churned && !period.is_incomplete
    ? ((period.new + period.returned) / period.churned).toFixed(2)
    : "–";
}
