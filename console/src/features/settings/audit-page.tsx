import { useInfiniteQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import { type AuditEntry, auditQuery } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { Page } from "@/ui/page";
import { AuditDetail } from "./audit-detail";
import { AuditSubject } from "./audit-subject";

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
                  width: 260,
                  render: (_, line) => (
                    <span title={line.action}>{inLanguage(line.said, format.language)}</span>
                  ),
                },
                {
                  key: "subject",
                  title: t("settings.audit.subject"),
                  width: 260,
                  render: (_, line) => <AuditSubject line={line} />,
                },
                {
                  key: "detail",
                  title: t("settings.audit.detail"),
                  render: (_, line) => <AuditDetail detail={line.detail} />,
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
