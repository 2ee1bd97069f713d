import { Form, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Channel } from "@/api/settings";
import { useSaid } from "@/builders/condition/use-kinds";

type Setting = Channel["asks"][number];

const WIDTH: Record<Setting["kind"], string> = {
  text: "span-6",
  secret: "span-6",
  number: "span-3",
  choice: "span-3",
  lines: "span-12",
};

/** One setting of a channel, drawn as the server describes it. */
export function ChannelSetting({ setting, isKept }: { setting: Setting; isKept: boolean }) {
  const { t } = useTranslation();
  const say = useSaid();
  const inputs: Record<Setting["kind"], React.ReactNode> = {
    text: <Input autoComplete="off" />,
    number: <InputNumber min={1} style={{ width: "100%" }} />,
    lines: <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} spellCheck={false} className="code" />,
    choice: <Select options={setting.choices.map(({ value, label }) => ({ value, label: say(label) }))} />,
    secret: (
      <Input.Password autoComplete="new-password" placeholder={isKept ? t("settings.channels.kept") : ""} />
    ),
  };
  return (
    <Form.Item
      className={WIDTH[setting.kind]}
      name={setting.name}
      label={say(setting.label)}
      rules={[{ required: setting.is_required }]}
    >
      {inputs[setting.kind]}
    </Form.Item>
  );
}
