import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { ListColumn } from "@/builders/people-drawer/people-table";
import { keyOf } from "./use-columns";

const MAX = 20;

interface Props {
  choices: ListColumn[];
  keys: string[] | null;
  onChange: (keys: string[] | null) => void;
}

/** What the list shows of people: what was computed of them, and their attributes; none chosen: the most common. */
export function ColumnsChoice({ choices, keys, onChange }: Props) {
  const { t } = useTranslation();
  const options = (isAttribute: boolean) =>
    choices
      .filter((each) => (each.kind === "attribute") === isAttribute)
      .map((each) => ({ value: keyOf(each), label: each.title }));
  return (
    <Select
      mode="multiple"
      allowClear
      maxCount={MAX}
      style={{ minWidth: 320, maxWidth: 640 }}
      aria-label={t("people.columns")}
      placeholder={t("people.columns")}
      optionFilterProp="label"
      value={keys ?? []}
      onChange={(chosen: string[]) => onChange(chosen.length > 0 ? chosen : null)}
      options={[
        { label: t("people.computed"), options: options(false) },
        { label: t("people.person.attributes"), options: options(true) },
      ]}
    />
  );
}
