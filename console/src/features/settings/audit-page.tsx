import { useInfiniteQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { type AuditEntry, auditQuery } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { Page } from "@/ui/page";

/** Who did what, newest first. */
export function AuditPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const asked = useInfiniteQuery(auditQuery(project));
  const entries = asked.data?.pages.flatMap((page) => page.entries);
  return (
    <Page title={t("settings.audit.title")} about={t("settings.audit.about")}>
      <Loaded asked={{ ...asked, data: entries }} rows={8}>
        {(all) =>
          all.length === 0 ? (
            <FirstStep title={t("settings.audit.none")}>{t("settings.audit.noneHint")}</FirstStep>
          ) : (
            <Table<AuditEntry>
              size="middle"
              rowKey="entry"
              dataSource={all}
              pagination={false}
              columns={[
                {
                  key: "at",
                  title: t("settings.audit.at"),
                  width: 160,
                  render: (_, line) => format.instant(line.at),
                },
                { dataIndex: "actor", title: t("settings.audit.actor"), width: 220 },
                {
                  key: "action",
                  title: t("settings.audit.action"),
                  width: 180,
                  render: (_, line) => <code>{line.action}</code>,
                },
                { dataIndex: "subject", title: t("settings.audit.subject"), width: 240 },
                {
                  key: "detail",
                  title: t("settings.audit.detail"),
                  render: (_, { detail }) =>
                    Object.keys(detail).length > 0 ? (
                      <code className="payload">{JSON.stringify(detail)}</code>
                    ) : null,
                },
              ]}
            />
          )
        }
      </Loaded>
      <MoreRows asked={asked} />
    </Page>
  );
}
