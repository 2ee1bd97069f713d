import { useMutation, useQuery } from "@tanstack/react-query";
import { App, Button, Space, Table, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Report, removeReport, reportsQuery, sendReport } from "@/api/alerts";
import { weekday } from "@/lib/date-format";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { RemoveButton } from "@/ui/remove-button";
import { useFailure } from "@/ui/use-failure";
import { ReportForm } from "./report-form";

/** Which day of the week, by its name as it stands in a sentence, or of the month. */
function dayOf({ per = "week", day = 1 }: Report["draft"], language: "zh" | "en"): string {
  return per === "week" ? weekday(day, language, language === "zh" ? "short" : "long") : String(day);
}

/** Dashboards that are sent by themselves. */
export function ReportsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const { message } = App.useApp();
  const fail = useFailure();
  const [editing, setEditing] = useState<Report | "new" | null>(null);
  const reports = useQuery(reportsQuery(project));
  const sending = useMutation({
    mutationFn: (id: string) => sendReport(project, id),
    onSuccess: () => void message.success(t("report.sent")),
    onError: fail,
  });
  const tools = may("analyst") ? (
    <Button type="primary" onClick={() => setEditing("new")}>
      {t("report.new")}
    </Button>
  ) : null;
  return (
    <Page title={t("report.title")} about={t("report.about", { zone: format.zone })} tools={tools}>
      <Loaded asked={reports}>
        {(all) =>
          all.length === 0 ? (
            <FirstStep title={t("report.none")}>{t("report.noneHint")}</FirstStep>
          ) : (
            <Table<Report>
              size="middle"
              rowKey="report_id"
              dataSource={all}
              pagination={false}
              columns={[
                {
                  title: t("common.name"),
                  render: (_, each) => (
                    <>
                      {each.draft.name} {each.draft.enabled === false ? <Tag>{t("alert.paused")}</Tag> : null}
                    </>
                  ),
                },
                {
                  title: t("report.when"),
                  render: (_, { draft }) =>
                    t(`report.at.${draft.per ?? "week"}`, {
                      day: dayOf(draft, format.language),
                      hour: draft.hour,
                    }),
                },
                {
                  title: t("report.targets"),
                  render: (_, { draft }) => draft.targets.length,
                  align: "right",
                },
                {
                  title: t("report.last"),
                  render: (_, each) =>
                    each.trouble ? <span className="bad">{each.trouble}</span> : format.second(each.sent_for),
                },
                {
                  title: <span className="visually-hidden">{t("common.actions")}</span>,
                  render: (_, each) =>
                    may("analyst") ? (
                      <Space>
                        <Button
                          size="small"
                          aria-label={t("report.edit", { name: each.draft.name })}
                          onClick={() => setEditing(each)}
                        >
                          {t("common.edit")}
                        </Button>
                        <Button size="small" onClick={() => sending.mutate(each.report_id)}>
                          {t("report.now")}
                        </Button>
                        <RemoveButton
                          name={each.draft.name}
                          queryKey={[project, "reports"]}
                          remove={() => removeReport(project, each.report_id)}
                        />
                      </Space>
                    ) : null,
                },
              ]}
            />
          )
        }
      </Loaded>
      {editing ? (
        <ReportForm report={editing === "new" ? null : editing} close={() => setEditing(null)} />
      ) : null}
    </Page>
  );
}
