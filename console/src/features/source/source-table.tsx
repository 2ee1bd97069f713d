import { Link } from "@tanstack/react-router";
import { Table, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Source } from "@/api/sources";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";

/** Sources as rows; the newest first. */
export function SourceTable({ sources }: { sources: Source[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const spoken = (sdk: string) =>
    sdk ? t(`source.kind.${sdk as "segment"}`, { defaultValue: sdk }) : t("source.sdkNone");
  return (
    <Table<Source>
      size="middle"
      rowKey="key_id"
      dataSource={sources}
      pagination={sources.length > 50 ? { pageSize: 50 } : false}
      columns={[
        {
          key: "name",
          title: t("source.name"),
          render: (_, each) => <Link to={path(`sources/${each.key_id}`)}>{each.name}</Link>,
        },
        { key: "sdk", title: t("source.sdk"), render: (_, each) => spoken(each.sdk) },
        {
          key: "received",
          title: t("source.received"),
          align: "right",
          render: (_, each) => format.whole(each.day.received),
        },
        {
          key: "rejected",
          title: t("source.rejected"),
          align: "right",
          render: (_, each) =>
            each.day.rejected > 0 ? (
              <Link to={path("rejected")} search={{ key: each.key_id } as never}>
                {format.whole(each.day.rejected)}
              </Link>
            ) : (
              "0"
            ),
        },
        {
          key: "used",
          title: t("source.lastUsed"),
          render: (_, each) => format.instant(each.last_used_at),
        },
        {
          key: "state",
          title: t("source.state"),
          render: (_, each) =>
            each.revoked_at ? (
              <Tag>{t("source.revoked")}</Tag>
            ) : (
              <Tag color="success">{t("source.active")}</Tag>
            ),
        },
      ]}
    />
  );
}
