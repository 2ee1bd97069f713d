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

/** A length of days, a date, or two dates. */
export function TimeValue({ test, onChange }: Props) {
  const { t } = useTranslation();
  const { op, value } = test;
  const relative = op === "last" || op === "next" || op === "anniversary";
  const missing = relative && typeof value !== "string";
  useEffect(() => {
    if (missing) onChange("30d");
  }, [missing, onChange]);
  if (relative) {
    const days = Number.parseInt(typeof value === "string" ? value : "30", 10);
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
  if (op === "between") {
    const [from, to] = Array.isArray(value) ? value.map(String) : [];
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
