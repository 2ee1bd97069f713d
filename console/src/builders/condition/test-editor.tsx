import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { ValuesOf } from "@/api/catalogue";
import type { OperatorValue } from "@/api/condition-types";
import { operatorsOf, takesMany } from "./operators";
import { ValueEditor } from "./value-editor";
import { opWords } from "./words";

export interface Test {
  op: string;
  value?: OperatorValue;
}
interface Props {
  type: string;
  test: Test;
  valuesOf?: ValuesOf;
  /** Values to choose from, where no data is asked for them. */
  suggested?: string[];
  onChange: (test: Test) => void;
}

function asList(value: OperatorValue | undefined): OperatorValue {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === "" ? [] : [value];
}

function carriedOver(next: string, previous: Test, type: string): Test {
  const bothText = type === "text" || type === "list";
  if (takesMany(next)) return { op: next, value: bothText ? asList(previous.value) : [] };
  if (next === "is_set" || next === "is_not_set") return { op: next };
  const first = Array.isArray(previous.value) ? previous.value[0] : previous.value;
  const isNumber = type === "number" || type === "measure";
  if (isNumber && next !== "between" && typeof first === "number") return { op: next, value: first };
  if (type === "text" && first !== undefined && first !== null) return { op: next, value: first };
  return { op: next };
}

/** How a value is compared, and with what. */
export function TestEditor({ type, test, valuesOf, suggested, onChange }: Props) {
  const { t } = useTranslation();
  const operators = operatorsOf(type);
  return (
    <div className="stack" style={{ gap: 8 }}>
      <Select
        aria-label={t("rule.compare")}
        value={test.op}
        options={operators.map((op) => ({ value: op, label: opWords(op, t) }))}
        onChange={(op: string) => onChange(carriedOver(op, test, type))}
        getPopupContainer={(node) => node.parentElement ?? document.body}
      />
      <ValueEditor
        type={type}
        test={test}
        {...(valuesOf ? { valuesOf } : {})}
        {...(suggested ? { suggested } : {})}
        onChange={(value) => onChange({ ...test, value })}
      />
    </div>
  );
}
