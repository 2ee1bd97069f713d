import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { type EmailChannel, saveEmail } from "@/api/settings";
import type { Shape } from "@/api/shape";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";
import { EmailTest } from "./email-test";

type Fields = Shape<"EmailChannelBody">;

/** An empty field is not sent: the server keeps or knows its default. */
function filled(fields: Fields): Fields {
  const given = Object.entries(fields).filter(
    ([, value]) => value !== null && value !== undefined && value !== "",
  );
  return Object.fromEntries(given) as unknown as Fields;
}

/** Host, protection, sender; the password is only ever written. */
export function EmailForm({ channel }: { channel: EmailChannel }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (fields: Fields) => saveEmail(project, filled(fields)),
    onSuccess: async () => {
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project, "email"] });
    },
  });
  const first = channel.configured ? channel : { port: 587, security: "starttls" };
  return (
    <Panel>
      <Form
        layout="vertical"
        requiredMark={false}
        disabled={!may("owner")}
        initialValues={first}
        onFinish={saving.mutate}
      >
        <div className="grid">
          <Form.Item
            className="span-6"
            name="host"
            label={t("settings.email.host")}
            rules={[{ required: true }]}
          >
            <Input />
          </Form.Item>
          <Form.Item className="span-3" name="port" label={t("settings.email.port")}>
            <InputNumber min={1} max={65535} style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item className="span-3" name="security" label={t("settings.email.security")}>
            <Select
              options={(["starttls", "tls", "plain"] as const).map((value) => ({
                value,
                label: t(`settings.email.securities.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item className="span-6" name="username" label={t("settings.email.username")}>
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item className="span-6" name="password" label={t("settings.email.password")}>
            <Input.Password
              autoComplete="new-password"
              placeholder={channel.has_password ? t("settings.email.kept") : ""}
            />
          </Form.Item>
          <Form.Item
            className="span-6"
            name="from_address"
            label={t("settings.email.from")}
            rules={[{ required: true, type: "email" }]}
          >
            <Input />
          </Form.Item>
          <Form.Item className="span-6" name="from_name" label={t("settings.email.fromName")}>
            <Input />
          </Form.Item>
          <Form.Item className="span-6" name="reply_to" label={t("settings.email.replyTo")}>
            <Input />
          </Form.Item>
          <Form.Item className="span-6" name="per_minute" label={t("settings.email.perMinute")}>
            <InputNumber min={1} style={{ width: "100%" }} />
          </Form.Item>
        </div>
        {saving.error ? <Problem error={saving.error} /> : null}
        <Button type="primary" htmlType="submit" loading={saving.isPending}>
          {t("common.save")}
        </Button>
      </Form>
      {channel.configured && may("owner") ? <EmailTest /> : null}
    </Panel>
  );
}
