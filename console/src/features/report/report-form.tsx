import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Form, Input, InputNumber, Segmented, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { type Report, type ReportBody, saveReport, targetsQuery } from "@/api/alerts";
import { dashboardsQuery } from "@/api/dashboards";
import { weekday } from "@/lib/date-format";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Choice } from "@/ui/choice";
import { FormDialog } from "@/ui/form-dialog";

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** A new report, or one that is changed: which dashboard, when, to whom, in which language. */
export function ReportForm({ report, close }: { report: Report | null; close: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const { language } = useFormat();
  const client = useQueryClient();
  const [form] = Form.useForm<ReportBody>();
  const per = Form.useWatch("per", form) ?? report?.draft.per ?? "week";
  const boards = useQuery(dashboardsQuery(project));
  const targets = useQuery(targetsQuery(project));
  const making = useMutation({
    mutationFn: (body: ReportBody) =>
      saveReport(project, { ...body, day: body.day ?? report?.draft.day ?? 1 }, report?.report_id ?? null),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [project, "reports"] });
      close();
    },
  });
  const required = [{ required: true }];
  return (
    <FormDialog<ReportBody>
      title={report ? t("report.edit", { name: report.draft.name }) : t("report.new")}
      form={form}
      first={report?.draft ?? { per: "week", hour: 9, day: 1, lang: language, enabled: true }}
      close={close}
      save={making.mutate}
      saving={making.isPending}
      error={making.error}
    >
      <Form.Item name="name" label={t("common.name")} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="dashboard_id" label={t("dashboard.which")} rules={required}>
        <Select
          options={(boards.data ?? []).map((each) => ({ value: each.dashboard_id, label: each.name }))}
        />
      </Form.Item>
      <Form.Item name="targets" label={t("report.targets")} rules={required} extra={t("report.targetsHint")}>
        <Select
          mode="multiple"
          options={(targets.data ?? []).map((each) => ({ value: each.target_id, label: each.name }))}
        />
      </Form.Item>
      <div className="row">
        <Form.Item name="per" label={t("report.when")}>
          <Choice
            label={t("report.when")}
            of={["day", "week", "month"]}
            say={(value) => t(`report.per.${value}`)}
          />
        </Form.Item>
        {per === "day" ? null : (
          <Form.Item name="day" label={t(per === "week" ? "report.weekday" : "report.monthDay")}>
            {per === "week" ? (
              <Select
                options={WEEKDAYS.map((day) => ({ value: day, label: weekday(day, language, "long") }))}
                popupMatchSelectWidth={false}
              />
            ) : (
              <InputNumber min={1} max={28} />
            )}
          </Form.Item>
        )}
        <Form.Item name="hour" label={t("report.hour")}>
          <InputNumber min={0} max={23} />
        </Form.Item>
        <Form.Item name="lang" label={t("report.lang")}>
          <Segmented
            options={[
              { value: "zh", label: "中文" },
              { value: "en", label: "English" },
            ]}
          />
        </Form.Item>
        <Form.Item name="enabled" label={t("alert.enabled")} valuePropName="checked">
          <Switch />
        </Form.Item>
      </div>
    </FormDialog>
  );
}
