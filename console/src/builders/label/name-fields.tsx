import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";

/** What a label is called: the name that conditions use, and the words of both languages. */
export function NameFields({ hint }: { hint: string }) {
  const { t } = useTranslation();
  const named = [{ required: true, whitespace: true, message: t("tag.nameNeeded") }];
  return (
    <>
      <Form.Item className="span-4" name="name" label={t("common.name")} rules={named} extra={hint}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item className="span-4" name={["label", "zh"]} label={t("tag.labelZh")}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item className="span-4" name={["label", "en"]} label={t("tag.labelEn")}>
        <Input maxLength={200} />
      </Form.Item>
    </>
  );
}
