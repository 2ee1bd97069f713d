import { useTranslation } from "react-i18next";
import type { RevenueQuery, RevenueResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

interface Props {
  query: RevenueQuery;
  result: RevenueResult;
}
const MEANS = ["aov", "arpu", "arppu"] as const;

/** The key figures, and below them what they were in the range compared with. */
export function RevenueFigures({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { previous } = result;
  const was = (value: string) => (previous ? t("question.compareWas", { value }) : null);
  const payers = {
    title: t("question.revenue.payers"),
    source: { kind: "query" as const, query, who: { of: "payers" } },
  };
  return (
    <div className="stats">
      <Stat label={t("question.revenue.revenue")} below={was(format.money(previous?.revenue ?? null))}>
        <span title={format.whole(result.revenue)}>{format.money(result.revenue)}</span>
      </Stat>
      <Stat label={t("question.revenue.orders")} below={was(format.compact(previous?.orders ?? 0))}>
        {format.compact(result.orders)}
      </Stat>
      <Stat
        label={t("question.revenue.payers")}
        below={
          previous ? (
            <PeopleBefore compact now={result.payers} before={previous.payers} behind={payers} />
          ) : null
        }
      >
        <PeopleNumber value={result.payers} behind={payers} compact />
      </Stat>
      {MEANS.map((mean) => (
        <Stat
          key={mean}
          label={t(`question.revenue.${mean}`)}
          hint={t(`question.revenue.hint.${mean}`)}
          below={was(format.money(previous?.[mean] ?? null))}
        >
          {format.money(result[mean])}
        </Stat>
      ))}
      <Stat
        label={t("question.revenue.repurchase")}
        hint={t("question.revenue.hint.repurchase")}
        below={was(format.percent(previous?.repurchase_rate ?? null))}
      >
        {format.percent(result.repurchase_rate)}
      </Stat>
    </div>
  );
}
