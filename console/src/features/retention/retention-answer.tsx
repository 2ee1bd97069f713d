import { useTranslation } from "react-i18next";
import type { RetentionQuery, RetentionResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { useLineBefore } from "@/builders/query/use-line-before";
import { RetentionGrid } from "@/charts/retention-grid/retention-grid";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { RetentionGroups } from "./retention-groups";

interface Props {
  query: RetentionQuery;
  result: RetentionResult;
}

/** The highest number a person, at least a little. */
function highest(cohorts: RetentionResult["cohorts"]): number {
  const shares = cohorts.flatMap(({ size, values }) =>
    values.map((value) => (size ? (value ?? 0) / size : 0)),
  );
  return Math.max(...shares, Number.EPSILON);
}

/** The mean curve, and the triangle of cohorts. */
export function RetentionAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const lineBefore = useLineBefore();
  const { cohorts, average } = result;
  if (cohorts.every((cohort) => cohort.size === 0)) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const periodName = (k: number) => {
    const [from, to] = result.brackets?.[k] ?? [k, k];
    if (from !== to) return t("question.retention.bracket", { from, to });
    return t(`question.retention.period.${query.per}`, { k: from });
  };
  const say = (value: number | null) => {
    if (value === null) return "";
    return query.value ? format.compact(Math.round(value * 100) / 100) : format.percent(value);
  };
  const mean = t(query.value ? "question.retention.perPerson" : "question.retention.average");
  const lines = [{ name: mean, values: average }, ...lineBefore(mean, result.previous)];
  const label = (at: string) => (query.per === "month" ? at.slice(0, 7) : at.slice(0, 10));
  const pick = (row: number, period: number | null) => {
    const cohort = cohorts[row];
    if (!cohort) return;
    const words = { cohort: label(cohort.t), period: period === null ? "" : periodName(period) };
    const title = t(period === null ? "question.retention.whoAll" : "question.retention.whoBack", words);
    const who = period === null ? { cohort: cohort.t } : { cohort: cohort.t, period };
    const { by: _, ...whole } = query;
    open({ title, source: { kind: "query", query: whole, who } });
  };
  return (
    <>
      <Panel title={t("question.retention.curve")}>
        <TrendChart
          area
          height={240}
          label={t("question.retention.curve")}
          labels={average.map((_, k) => periodName(k))}
          lines={lines}
          zone=""
          most={query.value ? undefined : 1}
          value={say}
        />
      </Panel>
      <Panel title={t("question.retention.triangle")}>
        <RetentionGrid
          cohorts={cohorts.map((cohort) => ({ ...cohort, label: label(cohort.t) }))}
          average={average}
          {...(query.value ? { most: highest(cohorts) } : {})}
          periodName={periodName}
          percent={say}
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
      {result.groups ? (
        <RetentionGroups query={query} groups={result.groups} periodName={periodName} say={say} />
      ) : null}
    </>
  );
}
