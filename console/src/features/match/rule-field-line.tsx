import { DeleteOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { RuleField } from "@/api/matches";

const KINDS: RuleField["kind"][] = [
  "name",
  "given_name",
  "family_name",
  "date",
  "phone",
  "email",
  "address",
  "place",
  "code",
];

interface Props {
  field: RuleField;
  attributes: string[];
  identities: string[];
  onChange: (field: RuleField) => void;
  onRemove: () => void;
}

/** A field that people are compared in, as a row of the editor. */
export function RuleFieldLine({ field, attributes, identities, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const options = (names: string[]) => names.map((name) => ({ value: name, label: name }));
  return (
    <tr>
      <td>
        <Input
          aria-label={t("match.rules.field")}
          value={field.name}
          maxLength={100}
          onChange={(event) => onChange({ ...field, name: event.target.value })}
        />
      </td>
      <td>
        <Select
          aria-label={t("match.rules.kind")}
          value={field.kind}
          style={{ width: 132 }}
          options={KINDS.map((kind) => ({ value: kind, label: t(`match.rules.kinds.${kind}`) }))}
          onChange={(kind) => onChange({ ...field, kind })}
        />
      </td>
      <td style={{ minWidth: 180 }}>
        <Select
          mode="tags"
          aria-label={t("match.rules.attributes")}
          value={field.attributes}
          style={{ width: "100%" }}
          options={options(attributes)}
          onChange={(next) => onChange({ ...field, attributes: next })}
        />
      </td>
      <td style={{ minWidth: 150 }}>
        <Select
          mode="multiple"
          aria-label={t("match.rules.identities")}
          value={field.identities}
          style={{ width: "100%" }}
          options={options(identities)}
          onChange={(next) => onChange({ ...field, identities: next })}
        />
      </td>
      <td>
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t("match.rules.remove", { name: field.name })}
          onClick={onRemove}
        />
      </td>
    </tr>
  );
}
