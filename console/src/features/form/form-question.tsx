import { DeleteOutlined } from "@ant-design/icons";
import { Button, Form, Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import type { FormField } from "@/api/forms";

const TYPES: FormField["type"][] = [
  "text",
  "paragraph",
  "email",
  "phone",
  "number",
  "date",
  "choice",
  "boolean",
];
const IDENTITIES = ["", "email", "phone", "user_id", "member_number"];

interface Props {
  at: number;
  remove: () => void;
}

/** One question of a form: its words, its type, and what the answer becomes. */
export function FormQuestion({ at, remove }: Props) {
  const { t } = useTranslation();
  const type = Form.useWatch(["fields", at, "type"]) as FormField["type"] | undefined;
  const required = [{ required: true, whitespace: true }];
  return (
    <div className="panel" data-testid="question">
      <div className="grid">
        <Form.Item className="span-4" name={[at, "label"]} label={t("form.field.label")} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item className="span-4" name={[at, "label_en"]} label={t("form.field.labelEn")}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item className="span-4" name={[at, "name"]} label={t("form.field.name")} rules={required}>
          <Input maxLength={60} placeholder="phone" />
        </Form.Item>
        <Form.Item className="span-3" name={[at, "type"]} label={t("form.field.type")}>
          <Select options={TYPES.map((value) => ({ value, label: t(`form.types.${value}`) }))} />
        </Form.Item>
        <Form.Item className="span-3" name={[at, "identity"]} label={t("form.field.identity")}>
          <Select options={IDENTITIES.map((value) => ({ value, label: value || t("form.identityNone") }))} />
        </Form.Item>
        <Form.Item className="span-3" name={[at, "attribute"]} label={t("form.field.attribute")}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          className="span-2"
          name={[at, "is_required"]}
          label={t("form.field.required")}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <Button
          className="span-1"
          type="text"
          danger
          icon={<DeleteOutlined />}
          aria-label={t("form.field.remove")}
          onClick={remove}
        />
        {type === "choice" ? (
          <Form.Item
            className="span-12"
            name={[at, "options"]}
            label={t("form.field.options")}
            rules={[{ required: true }]}
          >
            <Select mode="tags" open={false} suffixIcon={null} />
          </Form.Item>
        ) : null}
      </div>
    </div>
  );
}
