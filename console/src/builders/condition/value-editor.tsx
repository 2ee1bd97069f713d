import { Input, InputNumber, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { ValuesOf } from "@/api/catalogue";
import type { OperatorValue } from "@/api/condition-types";
import { GivenValues, SeenValues } from "./seen-values";
import type { Test } from "./test-editor";
import { TimeValue } from "./time-value";

interface Props {
  type: string;
  test: Test;
  valuesOf?: ValuesOf;
  suggested?: string[];
  onChange: (value: OperatorValue) => void;
}

function NumberValue({ test, onChange }: Pick<Props, "test" | "onChange">) {
  const { t } = useTranslation();
  if (test.op !== "between") {
    const value = typeof test.value === "number" ? test.value : null;
    return (
      <InputNumber
        autoFocus
        style={{ width: "100%" }}
        aria-label={t("rule.pickValue")}
        value={value}
        onChange={(next) => onChange(next)}
      />
    );
  }
  const pair = Array.isArray(test.value) ? test.value : [];
  const [low, high] = [pair[0], pair[1]].map((each) => (typeof each === "number" ? each : null));
  return (
    <div className="row">
      <InputNumber
        autoFocus
        aria-label={`${t("rule.pickValue")} 1`}
        value={low ?? null}
        onChange={(next) => onChange([next ?? 0, high ?? next ?? 0])}
      />
      <span>–</span>
      <InputNumber
        aria-label={`${t("rule.pickValue")} 2`}
        value={high ?? null}
        onChange={(next) => onChange([low ?? next ?? 0, next ?? 0])}
      />
    </div>
  );
}

const NO_VALUE = new Set(["is_set", "is_not_set"]);
const TYPED = new Set(["contains", "starts_with", "ends_with", "matches"]);
const BY_TYPE: Record<string, typeof NumberValue> = {
  number: NumberValue,
  measure: NumberValue,
  time: TimeValue,
};

/** The right-hand side of a comparison, by the type of the left. */
export function ValueEditor({ type, test, valuesOf, suggested, onChange }: Props) {
  const { t } = useTranslation();
  const { op, value } = test;
  if (NO_VALUE.has(op)) return null;
  const Typed = op === "size" ? NumberValue : BY_TYPE[type];
  if (Typed) return <Typed test={test} onChange={onChange} />;
  if (type === "boolean") {
    return (
      <Segmented
        value={value === false ? "no" : "yes"}
        options={[
          { value: "yes", label: t("common.yes") },
          { value: "no", label: t("common.no") },
        ]}
        onChange={(next) => onChange(next === "yes")}
      />
    );
  }
  if (TYPED.has(op)) {
    return (
      <Input
        autoFocus
        aria-label={t("rule.pickValue")}
        value={typeof value === "string" ? value : ""}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return valuesOf ? (
    <SeenValues test={test} valuesOf={valuesOf} onChange={onChange} />
  ) : (
    <GivenValues test={test} items={(suggested ?? []).map((each) => ({ value: each }))} onChange={onChange} />
  );
}
