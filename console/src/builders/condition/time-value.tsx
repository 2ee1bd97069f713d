import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { OperatorValue } from "@/api/condition-types";
import { LengthInput } from "./length-input";
import { takesLength } from "./operators";
import type { Test } from "./test-editor";

interface Props {
  test: Test;
  onChange: (value: OperatorValue) => void;
}

const DATE = "YYYY-MM-DD";
const here = (node: HTMLElement) => node.parentElement ?? document.body;

function Dates({ test, onChange }: Props) {
  const { t } = useTranslation();
  const { op, value } = test;
  const dates = Array.isArray(value) ? value.map(String) : [];
  if (op === "between") {
    const [from, to] = dates;
    return (
      <DatePicker.RangePicker
        aria-label={t("rule.pickValue")}
        getPopupContainer={here}
        value={from && to ? [dayjs(from), dayjs(to)] : null}
        onChange={(pair) =>
          onChange(pair?.[0] && pair[1] ? [pair[0].format(DATE), pair[1].format(DATE)] : [])
        }
      />
    );
  }
  return (
    <DatePicker
      aria-label={t("rule.pickValue")}
      getPopupContainer={here}
      value={typeof value === "string" && value ? dayjs(value) : null}
      onChange={(date) => onChange(date ? date.format(DATE) : "")}
    />
  );
}

const UNITS = ["d", "w"] as const;

/** A length of days or weeks, a date, or two dates. */
export function TimeValue({ test, onChange }: Props) {
  const { t } = useTranslation();
  if (!takesLength(test.op)) return <Dates test={test} onChange={onChange} />;
  const length = typeof test.value === "string" ? test.value : "30d";
  return <LengthInput name={t("rule.pickValue")} units={UNITS} length={length} onChange={onChange} />;
}
