import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import type { Segment } from "@/api/segments";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";

/** Segments as rows: what they are, how many, since when. */
export function SegmentTable({ segments }: { segments: Segment[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  return (
    <Table<Segment>
      size="middle"
      rowKey="segment_id"
      dataSource={segments}
      pagination={segments.length > 50 ? { pageSize: 50 } : false}
      columns={[
        {
          key: "name",
          title: t("common.name"),
          sorter: (a, b) => a.name.localeCompare(b.name),
          render: (_, segment) => (
            <div>
              <Link to={path(`segments/${segment.segment_id}`)}>{segment.name}</Link>
              <div className="note">
                {segment.description && !segment.condition
                  ? segment.description
                  : inLanguage(segment.sentence, format.language)}
              </div>
            </div>
          ),
        },
        {
          key: "people",
          title: t("segment.size"),
          align: "right",
          width: 120,
          sorter: (a, b) => (a.people ?? 0) - (b.people ?? 0),
          render: (_, segment) => (
            <PeopleNumber
              value={segment.people}
              behind={{
                title: segment.name,
                source: { kind: "condition", condition: { segment: { name: segment.name } } },
              }}
            />
          ),
        },
        {
          key: "at",
          title: t("segment.refreshedAt"),
          width: 160,
          render: (_, segment) => format.instant(segment.refreshed_at),
        },
        {
          key: "used",
          title: t("segment.usedBy"),
          width: 200,
          render: (_, segment) => (segment.used_by ?? []).join(", ") || "–",
        },
      ]}
    />
  );
}
