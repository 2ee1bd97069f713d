import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { ErasurePlace } from "@/api/erasures";
import { useFormat } from "@/lib/use-format";

/** Place by place: what was there of a person, what becomes of it, and what is left. */
export function ErasurePlaces({ places, isDone }: { places: ErasurePlace[]; isDone: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const left = {
    title: t("people.erasure.left"),
    dataIndex: "remaining",
    width: 90,
    align: "right" as const,
    render: (rows: number | null) => (rows === null ? "–" : format.whole(rows)),
  };
  return (
    <Table<ErasurePlace>
      size="small"
      pagination={false}
      rowKey={({ place, way }) => `${place} ${way}`}
      dataSource={places}
      scroll={{ y: 320 }}
      columns={[
        {
          title: t("people.erasure.place"),
          dataIndex: "place",
          width: 280,
          render: (place: string) => <code>{place}</code>,
        },
        {
          title: t("people.erasure.before"),
          dataIndex: "before",
          width: 90,
          align: "right",
          render: (rows: number) => format.whole(rows),
        },
        ...(isDone ? [left] : []),
        {
          title: t("people.erasure.way"),
          dataIndex: "way",
          render: (_: string, { way, reason }) => (
            <span>
              {t(`people.erasure.ways.${way}`)}
              {reason ? (
                <span className="soft"> · {t(`people.erasure.reasons.${reason as "audit"}`)}</span>
              ) : null}
            </span>
          ),
        },
      ]}
    />
  );
}
