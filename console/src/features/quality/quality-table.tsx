import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { Quality } from "@/api/quality";
import { useSourceNames } from "@/builders/live/use-source-names";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";

type Line = Quality["totals"][number];
interface Props {
  quality: Quality;
  chosen: string | null;
  choose: (group: string) => void;
}
const COUNTS = ["received", "accepted", "repaired", "duplicate"] as const;

/** Groups as rows; a name narrows the picture, the rejected lead to their events. */
export function QualityTable({ quality, chosen, choose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const named = useSourceNames();
  const { by } = quality;
  const words = (group: string) => (by === "key" ? named(group) : group) || t("watch.quality.noGroup");
  return (
    <Table<Line>
      size="middle"
      rowKey="group"
      dataSource={quality.totals}
      pagination={quality.totals.length > 50 ? { pageSize: 50 } : false}
      columns={[
        {
          key: "group",
          title: t(`watch.quality.by.${by as "source"}`),
          render: (_, each) => (
            <button
              type="button"
              className="people-link"
              aria-pressed={each.group === chosen}
              onClick={() => choose(each.group)}
            >
              {words(each.group)}
            </button>
          ),
        },
        ...COUNTS.map((name) => ({
          key: name,
          title: t(`watch.outcome.${name}`),
          align: "right" as const,
          render: (_: unknown, each: Line) => format.whole(each[name]),
        })),
        {
          key: "rejected",
          title: t("watch.outcome.rejected"),
          align: "right",
          render: (_, each) =>
            each.rejected > 0 ? (
              <Link to={path("rejected")} search={{ [by]: each.group } as never}>
                {format.whole(each.rejected)}
              </Link>
            ) : (
              "0"
            ),
        },
        {
          key: "percent",
          title: t("watch.quality.percent"),
          align: "right",
          sorter: (a, b) => a.rejected_percent - b.rejected_percent,
          render: (_, each) => format.percent(each.rejected_percent / 100),
        },
        {
          key: "warned",
          title: t("watch.outcome.warned"),
          align: "right",
          render: (_, each) => format.whole(each.warned),
        },
      ]}
    />
  );
}
