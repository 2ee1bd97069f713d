import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { Import } from "@/api/imports";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { ImportState } from "./import-state";
import { rejectedTotal } from "./rejected-total";

/** Imports as rows: the file, how far, and what became of its rows. */
export function ImportTable({ imports }: { imports: Import[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const number = (name: "received" | "accepted" | "repaired" | "duplicate") => ({
    key: name,
    title: t(`data.imports.${name}`),
    align: "right" as const,
    render: (_: unknown, each: Import) => format.whole(each.counts[name]),
  });
  return (
    <Table<Import>
      size="middle"
      rowKey="import_id"
      dataSource={imports}
      pagination={imports.length > 30 ? { pageSize: 30 } : false}
      columns={[
        {
          key: "file",
          title: t("data.imports.file"),
          render: (_, each) => <Link to={path(`imports/${each.import_id}`)}>{each.file}</Link>,
        },
        {
          key: "state",
          title: t("data.imports.state"),
          render: (_, each) => <ImportState state={each.state} />,
        },
        number("received"),
        number("accepted"),
        number("repaired"),
        number("duplicate"),
        {
          key: "rejected",
          title: t("data.imports.rejected"),
          align: "right",
          render: (_, each) => format.whole(rejectedTotal(each)),
        },
        {
          key: "at",
          title: t("data.imports.startedAt"),
          render: (_, each) => format.instant(each.started_at),
        },
      ]}
    />
  );
}
