import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Definition } from "@/api/tags";
import { ConditionBuilder } from "@/builders/condition/condition-builder";
import { openValue, type RuleValue } from "./definitions";
import { ValueName } from "./value-name";

interface Props {
  definition: Definition;
  onChange: (definition: Definition) => void;
}

/** A condition for each value; from the top, the first that holds wins. */
export function RuleEditor({ definition, onChange }: Props) {
  const { t } = useTranslation();
  const values = definition.values as RuleValue[];
  const put = (at: number, next: RuleValue) =>
    onChange({ values: values.map((each, place) => (place === at ? next : each)) });
  return (
    <div className="stack">
      {values.map((each, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a value is told by its place while its name is typed
        <div key={at} className="panel stack">
          <div className="row">
            <ValueName named={each} onChange={(named) => put(at, { ...each, ...named })} />
            <span className="soft">{t("tag.when")}</span>
            <Button
              size="small"
              disabled={values.length === 1}
              onClick={() => onChange({ values: values.filter((_, place) => place !== at) })}
            >
              {t("tag.removeValue")}
            </Button>
          </div>
          <ConditionBuilder condition={each.when} onChange={(when) => put(at, { ...each, when })} />
        </div>
      ))}
      <Button
        style={{ alignSelf: "flex-start" }}
        onClick={() => onChange({ values: [...values, openValue(values.length)] })}
      >
        {t("tag.addValue")}
      </Button>
    </div>
  );
}
