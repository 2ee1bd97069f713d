import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Formula } from "@/api/query-types";
import { Bracket } from "@/builders/bracket/bracket";

interface Props {
  formulas: Formula[] | undefined;
  onChange: (formulas: Formula[] | undefined) => void;
}

const textOf = (formula: Formula) => (typeof formula === "string" ? formula : formula.formula);
const nameOf = (formula: Formula) =>
  typeof formula === "string"
    ? formula
    : formula.name
      ? `${formula.name} (${formula.formula})`
      : formula.formula;

/** Numbers computed of the metrics; the first is edited here, and taken when Enter is pressed or the field is left. */
export function FormulaBracket({ formulas, onChange }: Props) {
  const { t } = useTranslation();
  const [first, ...others] = formulas ?? [];
  const was = first === undefined ? "" : textOf(first);
  const [text, setText] = useState(was);
  const take = () => {
    const next = text.trim();
    if (next === was) return;
    // A name that was given to the formula of before does not say what the new one is.
    const left = next ? [next, ...others] : others;
    onChange(left.length > 0 ? left : undefined);
  };
  const said = (formulas ?? []).map(nameOf).join(", ");
  const label = said ? t("question.trend.formulaIs", { formula: said }) : t("question.trend.formulaNone");
  return (
    <Bracket label={label} name={t("question.trend.formula")} empty={!said} width={300}>
      {(close) => (
        <div className="stack" style={{ gap: 8 }}>
          <Input
            autoFocus
            aria-label={t("question.trend.formula")}
            placeholder="A / B"
            value={text}
            onChange={({ target }) => setText(target.value)}
            onBlur={take}
            onPressEnter={() => {
              take();
              close();
            }}
          />
          <span className="note">{t("question.trend.formulaHint")}</span>
        </div>
      )}
    </Bracket>
  );
}
