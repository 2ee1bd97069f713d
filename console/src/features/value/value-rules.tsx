import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, InputNumber, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { saveValueRules, type ValueRules } from "@/api/value";
import { useProject } from "@/lib/project-context";
import { Panel } from "@/ui/panel";
import { useFailure } from "@/ui/use-failure";
import { SHARE } from "./share-input";

/** What a value is and where tiers are cut. */
export function ValueRulesForm({ rules }: { rules: ValueRules }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const fail = useFailure();
  const [form] = Form.useForm<ValueRules>();
  const by = Form.useWatch("by", form) ?? rules.by;
  const saving = useMutation({
    mutationFn: (next: ValueRules) => saveValueRules(project, next),
    onSuccess: async () => {
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project] });
    },
    onError: fail,
  });
  const cut = by === "share" ? SHARE : { min: 0 };
  return (
    <Panel>
      <Form<ValueRules>
        form={form}
        layout="inline"
        style={{ rowGap: 8 }}
        requiredMark={false}
        initialValues={rules}
        onFinish={(next) => saving.mutate({ ...rules, ...next, event: next.event || null })}
      >
        <Form.Item name="amount" label={t("value.amount")} rules={[{ required: true }]}>
          <Input style={{ width: 130 }} />
        </Form.Item>
        <Form.Item name="event" label={t("value.event")}>
          <Input style={{ width: 130 }} placeholder={t("value.anyEvent")} allowClear />
        </Form.Item>
        <Form.Item name="last_days" label={t("value.lastDays")}>
          <InputNumber min={1} max={3650} style={{ width: 90 }} placeholder={t("value.ever")} />
        </Form.Item>
        <Form.Item name="by">
          <Segmented
            options={[
              { value: "share", label: t("value.byShare") },
              { value: "amount", label: t("value.byAmount") },
            ]}
          />
        </Form.Item>
        <Form.Item name="high" label={t("value.tier.high")}>
          <InputNumber<number> {...cut} style={{ width: 100 }} />
        </Form.Item>
        <Form.Item name="middle" label={t("value.tier.middle")}>
          <InputNumber<number> {...cut} style={{ width: 100 }} />
        </Form.Item>
        <Button htmlType="submit" type="primary" loading={saving.isPending}>
          {t("common.save")}
        </Button>
      </Form>
    </Panel>
  );
}
