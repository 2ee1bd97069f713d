import { Form, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useSaid } from "@/builders/condition/use-kinds";
import { pairsRule } from "./pairs-rule";
import type { Setting } from "./setting-values";

const WIDTH: Record<Setting["kind"], string> = {
  text: "span-6",
  secret: "span-6",
  number: "span-3",
  choice: "span-3",
  lines: "span-12",
  pairs: "span-12",
};

interface Props {
  setting: Setting;
  /** Where the form keeps it. */
  name: string | string[];
  /** Whether a secret is stored, which is never shown. */
  isKept: boolean;
  /** What it begins with, where the form itself does not say. */
  begins?: unknown;
}

/** One setting of a channel or a destination, drawn as the server describes it. */
export function SettingItem({ setting, name, isKept, begins }: Props) {
  const { t } = useTranslation();
  const say = useSaid();
  const lines = <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} spellCheck={false} className="code" />;
  const inputs: Record<Setting["kind"], React.ReactNode> = {
    text: <Input autoComplete="off" />,
    number: <InputNumber min={1} style={{ width: "100%" }} />,
    lines,
    pairs: lines,
    choice: <Select options={setting.choices.map(({ value, label }) => ({ value, label: say(label) }))} />,
    secret: <Input.Password autoComplete="new-password" placeholder={isKept ? t("common.kept") : ""} />,
  };
  return (
    <Form.Item
      className={WIDTH[setting.kind]}
      name={name}
      {...(begins === undefined ? {} : { initialValue: begins })}
      label={say(setting.label)}
      rules={[
        { required: setting.is_required },
        ...(setting.kind === "pairs" ? [pairsRule(t("common.pairsWrong"))] : []),
      ]}
    >
      {inputs[setting.kind]}
    </Form.Item>
  );
}
