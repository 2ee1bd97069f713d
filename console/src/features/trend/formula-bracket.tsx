import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Bracket } from "@/builders/bracket/bracket";

interface Props {
  formulas: string[] | undefined;
  onChange: (formulas: string[] | undefined) => void;
}

/** A number computed of the metrics, taken when Enter is pressed or the field is left. */
export function FormulaBracket({ formulas, onChange }: Props) {
  const { t } = useTranslation();
  const formula = formulas?.[0] ?? "";
  const [text, setText] = useState(formula);
  const take = () => onChange(text.trim() ? [text.trim()] : undefined);
  const label = formula ? t("question.trend.formulaIs", { formula }) : t("question.trend.formulaNone");
  return (
    <Bracket label={label} name={t("question.trend.formula")} empty={!formula} width={300}>
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
