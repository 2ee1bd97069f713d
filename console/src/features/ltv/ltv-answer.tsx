import { useTranslation } from "react-i18next";
import type { LtvQuery, LtvResult } from "@/api/query-types";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { splitOf } from "@/builders/query/query-words";
import { useGroupName } from "@/builders/query/use-group-name";
import { useLineBefore } from "@/builders/query/use-line-before";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { LtvTable } from "./ltv-table";

interface Props {
  query: LtvQuery;
  result: LtvResult;
}
const LINES_MAX = 6;

/** The key figures, the curve beside what a person cost, and the triangle of cohorts. */
export function LtvAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGroupName();
  const lineBefore = useLineBefore();
  const { total, cohorts, groups, previous } = result;
  if (total.size === 0) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const periodName = (k: number) => t(`outcome.ltv.period.${query.per}`, { k });
  const behind = (title: "whoAll" | "whoPaid", name: string, who: object) => ({
    title: t(`outcome.ltv.${title}`, { name }),
    source: { kind: "query" as const, query, who: { ...who } },
  });
  const everybody = t("outcome.ltv.all");
  const groupLines = (groups ?? []).map((group) => ({
    name: nameOf(group),
    line: group,
    before: group.previous,
    who: splitOf(group),
  }));
  const cohortLines = cohorts.map((cohort) => ({
    name: query.per === "month" ? cohort.t.slice(0, 7) : cohort.t,
    line: cohort,
    who: { cohort: cohort.t },
  }));
  const curves = [
    { name: t("outcome.ltv.mean"), values: total.cumulative },
    ...groupLines.slice(0, LINES_MAX).map(({ name, line }) => ({ name, values: line.cumulative })),
    ...lineBefore(t("outcome.ltv.mean"), previous?.cumulative),
    ...(total.cac === null
      ? []
      : [{ name: t("outcome.ltv.cac"), values: total.cumulative.map(() => total.cac), quiet: true }]),
  ];
  return (
    <>
      <div className="stats">
        <PeopleFigure
          label={t("outcome.ltv.size")}
          now={total.size}
          before={previous?.size}
          behind={behind("whoAll", everybody, {})}
        />
        <PeopleFigure
          label={t("outcome.ltv.payers")}
          now={total.payers}
          before={previous?.payers}
          behind={behind("whoPaid", everybody, { paid: true })}
        />
        <Figure
          label={t("outcome.ltv.soFar")}
          hint={t("outcome.ltv.hint.soFar")}
          now={total.so_far}
          before={previous?.so_far}
          say={format.money}
        />
        <Figure
          label={t("outcome.ltv.cac")}
          hint={t("outcome.ltv.hint.cac")}
          now={total.cac}
          before={previous?.cac}
          say={format.money}
        />
        <Stat label={t("outcome.ltv.payback")} hint={t("outcome.ltv.hint.payback")}>
          {total.cac === null
            ? "–"
            : total.payback === null
              ? t("outcome.ltv.notYet")
              : periodName(total.payback)}
        </Stat>
      </div>
      <Panel title={t("outcome.ltv.curve")}>
        <TrendChart
          height={280}
          label={t("outcome.ltv.curve")}
          labels={total.cumulative.map((_, k) => periodName(k))}
          lines={curves}
          zone=""
          value={format.money}
        />
      </Panel>
      {groupLines.length > 0 ? (
        <LtvTable
          title={t("outcome.ltv.groups")}
          lines={groupLines}
          periodName={periodName}
          behind={behind}
        />
      ) : null}
      <LtvTable
        title={t("outcome.ltv.triangle")}
        lines={cohortLines}
        periodName={periodName}
        behind={behind}
      />
    </>
  );
}
