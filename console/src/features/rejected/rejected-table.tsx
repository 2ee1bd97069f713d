import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { RejectedLine } from "@/api/quality";
import { useSourceNames } from "@/builders/live/use-source-names";
import { useWhy } from "@/builders/live/why";
import { useFormat } from "@/lib/use-format";

interface Props {
  rows: RejectedLine[];
  chosen: string[];
  choose: (ids: string[]) => void;
  open: (id: string) => void;
}

/** Rejected events as rows, the newest first. */
export function RejectedTable({ rows, chosen, choose, open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const named = useSourceNames();
  const why = useWhy();
  return (
    <Table<RejectedLine>
      size="small"
      rowKey="rejected_id"
      dataSource={rows}
      pagination={false}
      tableLayout="fixed"
      rowSelection={{
        selectedRowKeys: chosen,
        onChange: (keys) => choose(keys.map(String)),
        getCheckboxProps: (row) => ({ disabled: !row.is_replayable }),
        getTitleCheckboxProps: () => ({ "aria-label": t("common.all") }),
      }}
      columns={[
        {
          key: "at",
          title: t("watch.rejected.receivedAt"),
          width: 160,
          render: (_, row) => (
            <button type="button" className="people-link" onClick={() => open(row.rejected_id)}>
              {format.second(row.received_at)}
            </button>
          ),
        },
        {
          key: "event",
          title: t("common.event"),
          width: 120,
          ellipsis: true,
          render: (_, row) => row.event || "–",
        },
        {
          key: "reason",
          title: t("watch.rejected.reason"),
          width: 195,
          ellipsis: true,
          render: (_, row) => <code>{row.reason}</code>,
        },
        {
          key: "message",
          title: t("watch.rejected.message"),
          render: (_, row) => [row.field, why(row.reason, row.message)].filter(Boolean).join(": "),
        },
        {
          key: "source",
          title: t("watch.source"),
          width: 160,
          render: (_, row) => [row.source, named(row.key_id)].filter(Boolean).join(" · "),
        },
        {
          key: "payload",
          title: t("watch.rejected.payload"),
          width: 165,
          ellipsis: true,
          render: (_, row) => <code className="payload">{row.payload.slice(0, 120)}</code>,
        },
      ]}
    />
  );
}
