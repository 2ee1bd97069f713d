import { useTranslation } from "react-i18next";
import type { RetentionQuery, RetentionResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { RetentionGrid } from "@/charts/retention-grid/retention-grid";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";

interface Props {
  query: RetentionQuery;
  result: RetentionResult;
}

/** The mean curve, and the triangle of cohorts. */
export function RetentionAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const { cohorts, average } = result;
  if (cohorts.every((cohort) => cohort.size === 0)) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const periodName = (k: number) => t(`question.retention.period.${query.per}`, { k });
  const label = (at: string) => (query.per === "month" ? at.slice(0, 7) : at.slice(0, 10));
  const pick = (row: number, period: number | null) => {
    const cohort = cohorts[row];
    if (!cohort) return;
    const words = { cohort: label(cohort.t), period: period === null ? "" : periodName(period) };
    const title = t(period === null ? "question.retention.whoAll" : "question.retention.whoBack", words);
    const who = period === null ? { cohort: cohort.t } : { cohort: cohort.t, period };
    open({ title, source: { kind: "query", query, who } });
  };
  return (
    <>
      <Panel title={t("question.retention.curve")}>
        <TrendChart
          area
          height={240}
          label={t("question.retention.curve")}
          labels={average.map((_, k) => periodName(k))}
          lines={[{ name: t("question.retention.average"), values: average }]}
          zone=""
          most={1}
          value={(share) => format.percent(share)}
        />
      </Panel>
      <Panel title={t("question.retention.triangle")}>
        <RetentionGrid
          cohorts={cohorts.map((cohort) => ({ ...cohort, label: label(cohort.t) }))}
          average={average}
          periodName={periodName}
          percent={(share) => format.percent(share)}
          whole={format.whole}
          words={{
            cohort: t("question.retention.cohort"),
            size: t("question.retention.size"),
            average: t("question.retention.average"),
            caption: t("question.retention.triangle"),
          }}
          onPick={pick}
        />
      </Panel>
    </>
  );
}
