import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Formula } from "@/api/query-types";
import { Bracket } from "@/builders/bracket/bracket";

interface Props {
  formulas: Formula[];
  /** The saved metrics, which are the words of a formula. */
  names: string[];
  onChange: (formulas: Formula[]) => void;
}
interface OneProps {
  formula: Formula;
  names: string[];
  onChange: (formula: Formula) => void;
}

const FORMULAS_MAX = 10;

/** The formulas of the sentence; more can be added, each can go. */
export function FormulaWords({ formulas, names, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {formulas.map((formula, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a formula is its place in the question
        <span key={place}>
          {place > 0 ? t("question.byComma") : null}
          <OneFormula
            formula={formula}
            names={names}
            onChange={(next) => onChange(formulas.map((each, at) => (at === place ? next : each)))}
          />
          {formulas.length > 1 ? (
            <Button
              size="small"
              type="text"
              icon={<CloseOutlined />}
              aria-label={t("question.formula.remove")}
              onClick={() => onChange(formulas.filter((_, at) => at !== place))}
            />
          ) : null}
        </span>
      ))}
      {formulas.length < FORMULAS_MAX ? (
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined />}
          aria-label={t("question.formula.add")}
          title={t("question.formula.add")}
          onClick={() => onChange([...formulas, names[0] ?? ""])}
        />
      ) : null}
    </>
  );
}

function OneFormula({ formula, names, onChange }: OneProps) {
  const { t } = useTranslation();
  const was = typeof formula === "string" ? { formula, name: "" } : formula;
  return (
    <Bracket label={was.name || was.formula} name={t("question.trend.formula")} width={360}>
      {(close) => (
        <Editor
          first={was}
          names={names}
          take={(next) => {
            onChange(next);
            close();
          }}
        />
      )}
    </Bracket>
  );
}

interface EditorProps {
  first: { formula: string; name?: string };
  names: string[];
  take: (formula: Formula) => void;
}

/** A formula and what it is called; a click on a metric puts its name in. */
function Editor({ first, names, take }: EditorProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(first.formula);
  const [name, setName] = useState(first.name ?? "");
  const save = () => {
    const formula = text.trim();
    if (formula) take(name.trim() ? { formula, name: name.trim() } : formula);
  };
  return (
    <div className="stack" style={{ gap: 8 }}>
      <Input
        autoFocus
        aria-label={t("question.trend.formula")}
        placeholder="orders / visitors"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onPressEnter={save}
      />
      <Input
        aria-label={t("question.formula.called")}
        placeholder={t("question.formula.called")}
        maxLength={100}
        value={name}
        onChange={({ target }) => setName(target.value)}
        onPressEnter={save}
      />
      <div className="row" style={{ maxHeight: 160, overflowY: "auto" }}>
        {names.map((each) => (
          <Button key={each} size="small" onClick={() => setText(`${text.trimEnd()} ${each}`.trim())}>
            {each}
          </Button>
        ))}
      </div>
      <Button type="primary" size="small" disabled={!text.trim()} onClick={save}>
        {t("common.done")}
      </Button>
    </div>
  );
}
