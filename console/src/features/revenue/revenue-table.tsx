import { useTranslation } from "react-i18next";
import type { RevenueQuery, RevenueResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

interface Props {
  query: RevenueQuery;
  series: RevenueResult["series"];
}

/** Revenue by period, newest first; the payers of a period are a click away. */
export function RevenueTable({ query, series }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t("common.table")} className="scroll">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("question.revenue.period")}</th>
            <th scope="col" className="num">
              {t("question.revenue.revenue")} ({format.currency})
            </th>
            <th scope="col" className="num">
              {t("question.revenue.orders")}
            </th>
            <th scope="col" className="num">
              {t("question.revenue.payers")}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...series].reverse().map((point) => (
            <tr key={point.t}>
              <td>{point.t.slice(0, 10)}</td>
              <td className="num">{format.cents(point.revenue)}</td>
              <td className="num">{format.whole(point.orders)}</td>
              <td className="num">
                <PeopleNumber
                  value={point.payers}
                  behind={{
                    title: `${t("question.revenue.payers")} · ${point.t.slice(0, 10)}`,
                    source: { kind: "query", query, who: { of: "payers", t: point.t } },
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
