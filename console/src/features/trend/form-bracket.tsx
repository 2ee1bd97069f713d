import { useTranslation } from "react-i18next";
import type { TrendForm } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";

interface Props {
  form: TrendForm | undefined;
  onChange: (form: TrendForm | undefined) => void;
}

const ROLLING = [3, 7, 14, 28, 30, 90];
const OWN = "own";

function keyOf(form: TrendForm | undefined): string {
  if (form === undefined) return OWN;
  return typeof form === "string" ? form : String(form.rolling);
}

function formOf(key: string): TrendForm | undefined {
  if (key === OWN) return undefined;
  return key === "cumulative" ? "cumulative" : { rolling: Number(key) };
}

/** What a point counts: its own period, all since the start, or the last few periods. */
export function FormBracket({ form, onChange }: Props) {
  const { t } = useTranslation();
  const value = keyOf(form);
  const items = [
    { value: OWN, label: t("question.trend.form.own") },
    { value: "cumulative", label: t("question.trend.form.cumulative") },
    ...ROLLING.map((n) => ({ value: String(n), label: t("question.trend.form.rolling", { n }) })),
  ];
  const label = items.some((item) => item.value === value)
    ? {}
    : { label: t("question.trend.form.rolling", { n: value }) };
  return (
    <ChoiceBracket
      name={t("question.trend.formName")}
      items={items}
      value={value}
      empty={form === undefined}
      onChange={(key) => onChange(formOf(key))}
      {...label}
    />
  );
}
