import { Form, Input, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import type { Setting } from "./destination-fields";

interface Props {
  setting: Setting;
  isKept: boolean;
}

/** One setting of a kind; a secret is only ever written. */
export function SettingItem({ setting: { name, required, secret, number }, isKept }: Props) {
  const { t } = useTranslation();
  let input = <Input autoComplete="off" />;
  if (number) input = <InputNumber min={1} style={{ width: "100%" }} />;
  if (secret) {
    input = <Input.Password autoComplete="new-password" placeholder={isKept ? t("destination.kept") : ""} />;
  }
  return (
    <Form.Item
      className={name === "url" || name === "folder" ? "span-12" : "span-6"}
      name={["settings", name]}
      label={t(`destination.settings.${name}`)}
      rules={required ? [{ required: true }] : []}
    >
      {input}
    </Form.Item>
  );
}
