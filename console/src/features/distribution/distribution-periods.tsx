import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { DistributionQuery, DistributionResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

type Point = NonNullable<DistributionResult["series"]>[number];
interface Props {
  query: DistributionQuery;
  series: Point[];
  bins: DistributionResult["bins"];
  labels: string[];
}

/** The people of every bin by their number of each period: a picture in time, and the table, newest first. */
export function DistributionPeriods({ query, series, bins, labels }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const { per = "day", by: _, ...whole } = query; // a period's people are not split by values
  const behind = (point: Point, at: number) => {
    const { from, to } = bins[at] ?? {};
    return {
      title: `${periodLabel(point.t, per)} · ${labels[at] ?? ""}`,
      source: { kind: "query" as const, query: { ...whole, per }, who: { t: point.t, from, to } },
    };
  };
  const isOpen = series.at(-1)?.is_incomplete ?? false;
  const title = t("analysis.distribution.periods");
  return (
    <Panel className="scroll" title={title} note={isOpen ? t("analysis.distribution.openEnd") : null}>
      <TrendChart
        bars
        stacked
        height={260}
        label={title}
        labels={series.map((point) => periodLabel(point.t, per))}
        lines={labels.map((name, at) => ({ name, values: series.map((point) => point.people[at] ?? 0) }))}
        zone={format.zone}
        value={format.compact}
        onPick={(bin, at) => {
          const point = series[at];
          if (point) open(behind(point, bin));
        }}
      />
      <Table<Point>
        size="small"
        rowKey="t"
        dataSource={[...series].reverse()}
        pagination={{ pageSize: 15, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          {
            key: "t",
            title: t("question.revenue.period"),
            render: (_value, point) => periodLabel(point.t, per),
          },
          ...labels.map((label, at) => ({
            key: label,
            title: label,
            align: "right" as const,
            render: (_value: unknown, point: Point) => (
              <PeopleNumber value={point.people[at] ?? 0} behind={behind(point, at)} />
            ),
          })),
        ]}
      />
    </Panel>
  );
}
