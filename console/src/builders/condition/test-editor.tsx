import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { ValuesOf } from "@/api/catalogue";
import type { OperatorValue } from "@/api/condition-types";
import { firstTest, operatorsOf, takesLength, takesMany } from "./operators";
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

/** True when one value fits both operators of a type. */
function fits(next: string, previous: string, type: string, value: OperatorValue | undefined): boolean {
  if (!value || next === "between") return false;
  if (type === "time") return takesLength(next) === takesLength(previous);
  return type === "text" || (typeof value === "number" && next !== "size");
}

function carriedOver(next: string, previous: Test, type: string): Test {
  const bothText = type === "text" || type === "list";
  if (takesMany(next)) return { op: next, value: bothText ? asList(previous.value) : [] };
  const first = Array.isArray(previous.value) ? previous.value[0] : previous.value;
  const isKept = !next.endsWith("_set") && fits(next, previous.op, type, first);
  return isKept && first !== undefined ? { op: next, value: first } : firstTest(type, next);
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
