import { useContext } from "react";
import { useTranslation } from "react-i18next";
import type { TrendQuery, TrendResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { HeadingsContext, useGroupHeading, useGroupName } from "@/builders/query/use-group-name";
import { isMoney, type Unit, useWrite } from "@/builders/query/use-write";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { linesOf } from "./trend-lines";
import { TrendTable } from "./trend-table";

interface Props {
  /** Where the question itself does not say it. */
  unit?: Unit;
  query: TrendQuery;
  result: TrendResult;
}

/** With more lines the grey ones of the time before would only blur the picture; the table has them. */
const LINES_COMPARED = 6;

/** The picture and the table of a trend; every point leads to its people. */
export function TrendAnswer({ query, result, unit = isMoney(query) ? "money" : "none" }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const groupName = useGroupName();
  const heading = useGroupHeading();
  const isNamedTwice = Object.keys(useContext(HeadingsContext)).length > 0;
  const write = useWrite(unit);
  const lines = linesOf(query, result, { t, groupName });
  const periods = lines[0]?.points.map((point) => point.t ?? "") ?? [];
  const last = periods.at(-1);
  const isWhole = query.per === "none";
  const openEnd =
    last !== undefined && lines.some((line) => !line.isBefore && line.points.at(-1)?.is_incomplete);
  if (lines.length === 0 || lines.every((line) => line.points.every((point) => !point.value))) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const said = (at: string) => (isWhole ? t("question.granularity.none") : periodLabel(at, query.per));
  const drawn = lines.filter((line) => !line.isBefore || lines.length <= LINES_COMPARED);
  const show = (line: number, period: number) => {
    const found = lines[line];
    const at = found?.points[period]?.t;
    if (at === undefined || !found?.who) return;
    const title = t("question.peopleOf", { event: found.name, when: said(at ?? "") });
    open({ title, source: { kind: "query", query, who: found.who(at) } });
  };
  return (
    <>
      <Panel title={isNamedTwice ? heading : null} note={openEnd ? t("question.openEnd") : null}>
        <TrendChart
          area={!isWhole}
          bars={isWhole}
          label={t("question.trend.chart", { name: lines.map((line) => line.name).join(", ") })}
          labels={periods.map(said)}
          lines={drawn.map((line) => ({
            name: line.name,
            quiet: line.isOther || line.isBefore,
            thin: line.isBefore,
            values: periods.map((_, at) => line.points[at]?.value ?? null),
          }))}
          zone={format.zone}
          value={write}
          openEnd={openEnd}
          onPick={show}
        />
      </Panel>
      <TrendTable per={query.per} unit={unit} periods={periods} lines={lines} onPick={show} />
    </>
  );
}
