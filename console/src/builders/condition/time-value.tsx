import { DatePicker, InputNumber } from "antd";
import dayjs from "dayjs";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { OperatorValue } from "@/api/condition-types";
import type { Test } from "./test-editor";

interface Props {
  test: Test;
  onChange: (value: OperatorValue) => void;
}

const DATE = "YYYY-MM-DD";
const here = (node: HTMLElement) => node.parentElement ?? document.body;

function Dates({ test, onChange }: Props) {
  const { op, value } = test;
  const dates = Array.isArray(value) ? value.map(String) : [];
  if (op === "between") {
    const [from, to] = dates;
    return (
      <DatePicker.RangePicker
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
      getPopupContainer={here}
      value={typeof value === "string" && value ? dayjs(value) : null}
      onChange={(date) => onChange(date ? date.format(DATE) : "")}
    />
  );
}

/** A length of days, a date, or two dates. */
export function TimeValue({ test, onChange }: Props) {
  const { t } = useTranslation();
  const relative = test.op === "last" || test.op === "next" || test.op === "anniversary";
  const missing = relative && typeof test.value !== "string";
  useEffect(() => {
    if (missing) onChange("30d");
  }, [missing, onChange]);
  if (!relative) return <Dates test={test} onChange={onChange} />;
  const days = Number.parseInt(typeof test.value === "string" ? test.value : "30", 10);
  return (
    <InputNumber
      autoFocus
      min={1}
      suffix={t("rule.days")}
      aria-label={t("rule.days")}
      value={days}
      onChange={(next) => onChange(`${next ?? 1}d`)}
    />
  );
}
