import { useInfiniteQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { type RejectedRow, rejectedQuery } from "@/api/imports";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { Panel } from "@/ui/panel";

/** The refused rows, each with its reason and as it came. */
export function RejectedRows({ id, state }: { id: string; state: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const asked = useInfiniteQuery({ ...rejectedQuery(project, id, state), enabled: may("operator") });
  const rows = asked.data?.pages.flatMap((page) => page.rows);
  if (!may("operator")) return null;
  return (
    <Panel title={t("data.imports.rejectedRows")}>
      <Loaded asked={{ ...asked, data: rows }} rows={4}>
        {(all) =>
          all.length === 0 ? (
            <span className="note">{t("data.imports.noRejected")}</span>
          ) : (
            <Table<RejectedRow>
              size="small"
              rowKey={(row) => `${row.at}${row.field}${row.payload}`}
              dataSource={all}
              pagination={false}
              columns={[
                { dataIndex: "reason", title: t("data.imports.reason"), width: 160 },
                { dataIndex: "field", title: t("data.imports.field"), width: 120 },
                { dataIndex: "message", title: t("data.imports.message"), width: 320 },
                {
                  dataIndex: "payload",
                  title: t("data.imports.payload"),
                  render: (payload: string) => <code className="payload">{payload}</code>,
                },
              ]}
            />
          )
        }
      </Loaded>
      <MoreRows asked={asked} />
    </Panel>
  );
}
