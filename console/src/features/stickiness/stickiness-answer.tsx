import { useTranslation } from "react-i18next";
import type { StickinessQuery, StickinessResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { useLineBefore } from "@/builders/query/use-line-before";
import { RetentionGrid } from "@/charts/retention-grid/retention-grid";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { meanShares } from "./mean-shares";

const say = (days: number) => days.toFixed(2);

interface Props {
  query: StickinessQuery;
  result: StickinessResult;
}

/** The latest whole period in figures, the mean over time, and every period by its days. */
export function StickinessAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const lineBefore = useLineBefore();
  const { periods, previous } = result;
  if ([...periods, ...(previous ?? [])].every((period) => period.people === 0)) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const latest = periods.findLast((period) => !period.is_incomplete) ?? periods.at(-1);
  const before = latest ? previous?.[periods.indexOf(latest)] : undefined;
  const isOpen = periods.at(-1)?.is_incomplete ?? false;
  const behind = (period: string, days: number | null, compared = false) => ({
    title: days === null ? period : t("sticky.whoDays", { t: period, n: days }),
    source: {
      kind: "query" as const,
      query,
      who: { t: period, ...(days === null ? {} : { days }), ...(compared ? { compared } : {}) },
    },
  });
  return (
    <>
      {latest ? (
        <div className="stats">
          <Stat label={t("sticky.period")} hint={t("sticky.hint.last")} word>
            {latest.t}
          </Stat>
          <PeopleFigure
            label={t("sticky.people")}
            now={latest.people}
            behind={behind(latest.t, null)}
            also={
              <CellBefore now={latest.people} before={before?.people}>
                <PeopleNumber compact value={before?.people} behind={behind(before?.t ?? "", null, true)} />
              </CellBefore>
            }
          />
          <Figure
            label={t("sticky.average_days")}
            hint={t("sticky.hint.average_days")}
            now={latest.average_days}
            before={before?.average_days}
            say={say}
          />
          <Figure
            label={t("sticky.share_of_days")}
            hint={t("sticky.hint.share_of_days")}
            now={latest.share_of_days}
            before={before?.share_of_days}
            say={format.percent}
          />
        </div>
      ) : null}
      <Panel title={t("sticky.chart")} note={isOpen ? t("question.openEnd") : null}>
        <TrendChart
          area
          height={240}
          label={t("sticky.chart")}
          labels={periods.map((period) => periodLabel(period.t, query.per))}
          lines={[
            { name: t("sticky.average_days"), values: periods.map((each) => each.average_days) },
            ...lineBefore(
              t("sticky.average_days"),
              previous && periods.map((_, at) => previous[at]?.average_days ?? null),
            ),
          ]}
          zone={format.zone}
          value={say}
          openEnd={isOpen}
        />
      </Panel>
      <Panel title={t("sticky.table")} note={isOpen ? `${periods.at(-1)?.t} ${t("sticky.open")}` : null}>
        <RetentionGrid
          cohorts={periods.map((period) => ({ label: period.t, size: period.people, values: period.values }))}
          average={meanShares(periods)}
          periodName={(k) => t("sticky.daysName", { n: k + 1 })}
          percent={format.percent}
          whole={format.whole}
          words={{
            cohort: t("sticky.period"),
            size: t("sticky.people"),
            average: t("question.retention.average"),
            caption: t("sticky.table"),
          }}
          onPick={(row, k) => {
            const period = periods[row];
            if (period) open(behind(period.t, k === null ? null : k + 1));
          }}
        />
      </Panel>
    </>
  );
}
