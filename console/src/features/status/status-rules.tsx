import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { type StatusRules, saveStatusRules } from "@/api/value";
import { useProject } from "@/lib/project-context";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

interface Typed {
  active_days: number;
  churn_days: number;
  drop_percent: number;
}

/** How statuses are told apart; everybody's status is another at once, as none is stored. */
export function StatusRulesForm({ rules }: { rules: StatusRules }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: ({ active_days, churn_days, drop_percent }: Typed) =>
      saveStatusRules(project, { active_days, churn_days, drop: drop_percent / 100 }),
    onSuccess: async () => {
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project] });
    },
  });
  const first = { ...rules, drop_percent: Math.round(rules.drop * 100) };
  const needed = [{ required: true, message: t("status.needed") }];
  return (
    <Panel title={t("status.rules")} note={t("status.rulesHint")}>
      <Form<Typed>
        layout="inline"
        style={{ rowGap: 8 }}
        requiredMark={false}
        initialValues={first}
        onFinish={(typed) => saving.mutate(typed)}
      >
        <Form.Item name="active_days" label={t("status.activeDays")} rules={needed}>
          <InputNumber min={1} max={3649} precision={0} style={{ width: 100 }} />
        </Form.Item>
        <Form.Item name="churn_days" label={t("status.churnDays")} rules={needed}>
          <InputNumber min={2} max={3650} precision={0} style={{ width: 100 }} />
        </Form.Item>
        <Form.Item name="drop_percent" label={t("status.drop")} rules={needed}>
          <InputNumber min={1} max={100} precision={0} suffix="%" style={{ width: 100 }} />
        </Form.Item>
        <Button htmlType="submit" type="primary" loading={saving.isPending}>
          {t("common.save")}
        </Button>
      </Form>
      {saving.error ? <Problem error={saving.error} /> : null}
    </Panel>
  );
}
