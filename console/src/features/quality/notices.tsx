import { Table, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Quality } from "@/api/quality";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

type Notice = Quality["notices"][number];

/** Which sources had too much rejected, found by the clock: those that go on first. */
export function Notices({ quality }: { quality: Quality }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t("watch.quality.notices.title")} note={t("watch.quality.notices.about")}>
      {quality.notices.length === 0 ? (
        <span className="note">{t("watch.quality.notices.none")}</span>
      ) : (
        <Table<Notice>
          size="small"
          rowKey="notice_id"
          dataSource={quality.notices}
          pagination={false}
          columns={[
            { dataIndex: "source", title: t("watch.quality.by.source") },
            {
              key: "began",
              title: t("watch.quality.notices.began"),
              render: (_, each) => format.instant(each.began_at),
            },
            {
              key: "ended",
              title: t("watch.quality.notices.ended"),
              render: (_, each) =>
                each.ended_at ? (
                  format.instant(each.ended_at)
                ) : (
                  <Tag color="error">{t("watch.quality.notices.open")}</Tag>
                ),
            },
            {
              key: "rejected",
              title: t("watch.quality.notices.rejected"),
              align: "right",
              render: (_, each) =>
                `${format.whole(each.rejected)} / ${format.whole(each.received)} · ${format.percent(
                  each.rejected / Math.max(1, each.received),
                )}`,
            },
          ]}
        />
      )}
    </Panel>
  );
}
