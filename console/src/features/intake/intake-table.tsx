import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { IntakeCounts } from "@/api/imports";
import { useFormat } from "@/lib/use-format";

type Line = IntakeCounts["counts"][number];

/** Events by day, source, outcome and reason. */
export function IntakeTable({ counts }: { counts: Line[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table<Line>
      size="middle"
      rowKey={(line) => `${line.day}${line.source}${line.outcome}${line.reason}`}
      dataSource={counts}
      pagination={counts.length > 50 ? { pageSize: 50 } : false}
      columns={[
        { dataIndex: "day", title: t("data.intake.day"), sorter: (a, b) => a.day.localeCompare(b.day) },
        { dataIndex: "source", title: t("data.intake.source") },
        {
          dataIndex: "outcome",
          title: t("data.intake.outcome"),
          render: (outcome: string) =>
            t(`data.intake.outcomes.${outcome as "accepted"}`, { defaultValue: outcome }),
        },
        { dataIndex: "reason", title: t("data.intake.reason") },
        {
          dataIndex: "count",
          title: t("data.intake.count"),
          align: "right",
          sorter: (a, b) => a.count - b.count,
          render: (count: number) => format.whole(count),
        },
      ]}
    />
  );
}
