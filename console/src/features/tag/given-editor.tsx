import { Checkbox, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Definition } from "@/api/tags";

interface Props {
  definition: Definition;
  onChange: (definition: Definition) => void;
}

/** Which values may be given, and whether a person may have several. */
export function GivenEditor({ definition, onChange }: Props) {
  const { t } = useTranslation();
  const values = (definition.values ?? []) as (string | { value: string })[];
  return (
    <div className="stack">
      <Select
        mode="tags"
        open={false}
        suffixIcon={null}
        aria-label={t("tag.givenValues")}
        placeholder={t("tag.givenValues")}
        value={values.map((each) => (typeof each === "string" ? each : each.value))}
        onChange={(next) => onChange({ ...definition, values: next })}
      />
      <Checkbox
        checked={definition.many === true}
        onChange={(event) => onChange({ ...definition, many: event.target.checked })}
      >
        {t("tag.many")}
      </Checkbox>
    </div>
  );
}
