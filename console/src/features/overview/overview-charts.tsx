import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Overview } from "@/api/overview";
import { inOrderOfLife } from "@/builders/condition/vocabulary";
import { stageWords } from "@/builders/condition/words";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { isOpenPeriod, periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";
import { peopleBehind } from "./people-behind";
import { StageBars } from "./stage-bars";

const LINES = ["active", "new", "returned"] as const;

/** Activity and revenue per day, and where people stand in their life. */
export function OverviewCharts({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const open = usePeopleDrawer();
  const { series, stages } = overview;
  const labels = series.map((point) => periodLabel(point.t, "day"));
  const last = series.at(-1)?.t;
  const openEnd = last !== undefined && isOpenPeriod(last, "day", format.zone);
  const pick = (line: number, day: number) => {
    const [count, at] = [LINES[line], series[day]?.t.slice(0, 10)];
    if (!count || !at) return;
    const title = `${t(`overview.${count}`)} · ${at}`;
    open({ title, source: peopleBehind(count, { from: at, to: at, zone: format.zone }) });
  };
  return (
    <div className="grid">
      <Panel className="span-8" title={t("overview.activity")} note={openEnd ? t("question.openEnd") : null}>
        <TrendChart
          height={280}
          label={t("overview.activity")}
          labels={labels}
          zone={format.zone}
          value={format.compact}
          openEnd={openEnd}
          onPick={pick}
          lines={[
            { name: t("overview.activeLine"), values: series.map((point) => point.active) },
            { name: t("overview.newLine"), values: series.map((point) => point.new) },
            { name: t("overview.returnedLine"), values: series.map((point) => point.returned) },
          ]}
        />
      </Panel>
      <Panel
        className="span-4"
        title={t("overview.stages")}
        note={<Link to={path("lifecycle")}>{t("overview.stagesAll")}</Link>}
      >
        {stages.length === 0 ? <span className="note">{t("lifecycle.none")}</span> : null}
        <StageBars
          stages={inOrderOfLife(stages).map(({ stage, people }) => ({
            name: stageWords(stage, t),
            people,
            number: (
              <PeopleNumber
                value={people}
                behind={{
                  title: t("overview.stageOf", { stage: stageWords(stage, t) }),
                  source: { kind: "condition", condition: { stage: { in: [stage] } } },
                }}
              />
            ),
          }))}
        />
      </Panel>
      <Panel className="span-12" title={`${t("overview.revenueDaily")} (${format.currency})`}>
        <TrendChart
          bars
          height={220}
          label={t("overview.revenueDaily")}
          labels={labels}
          zone={format.zone}
          value={format.money}
          lines={[{ name: t("overview.revenue"), values: series.map((point) => point.revenue) }]}
        />
      </Panel>
    </div>
  );
}
