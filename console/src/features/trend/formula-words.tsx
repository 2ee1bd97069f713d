import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Formula } from "@/api/query-types";
import { Bracket } from "@/builders/bracket/bracket";
import { NamedInput } from "@/ui/named-input";

interface Props {
  formulas: Formula[];
  /** What the words of a formula are: saved metrics, or the letters of a question's own. */
  names: string[];
  /** The question may do without any; what it then says, and how it says one. */
  without?: { none: string; say: (formula: string) => string };
  /** What the words mean, where they do not say so themselves. */
  hint?: string;
  onChange: (formulas: Formula[]) => void;
}
interface OneProps extends Omit<Props, "formulas" | "onChange"> {
  /** None yet. */
  formula: Formula | null;
  onChange: (formula: Formula) => void;
}

const FORMULAS_MAX = 10;

/** The formulas of the sentence; more can be added, each can go. */
export function FormulaWords({ formulas, onChange, ...words }: Props) {
  const { t } = useTranslation();
  const { names, without } = words;
  if (formulas.length === 0) {
    return <OneFormula {...words} formula={null} onChange={(next) => onChange([next])} />;
  }
  return (
    <>
      {formulas.map((formula, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a formula is its place in the question
        <span key={place}>
          {place > 0 ? t("question.byComma") : null}
          <OneFormula
            {...words}
            formula={formula}
            onChange={(next) => onChange(formulas.map((each, at) => (at === place ? next : each)))}
          />
          {formulas.length > 1 || without ? (
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

function OneFormula({ formula, names, without, hint, onChange }: OneProps) {
  const { t } = useTranslation();
  const was = typeof formula === "string" ? { formula, name: "" } : (formula ?? { formula: "", name: "" });
  const said = without && was.name ? `${was.name} (${was.formula})` : was.name || was.formula;
  const label = without ? (said ? without.say(said) : without.none) : said;
  return (
    <Bracket label={label} name={t("question.trend.formula")} empty={!said} width={360}>
      {(close) => (
        <Editor
          first={was}
          names={names}
          hint={hint}
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
  hint: string | undefined;
  take: (formula: Formula) => void;
}

/** A formula and what it is called; a click on a metric puts its name in. */
function Editor({ first, names, hint, take }: EditorProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(first.formula);
  const [name, setName] = useState(first.name ?? "");
  const save = () => {
    const formula = text.trim();
    if (formula) take(name.trim() ? { formula, name: name.trim() } : formula);
  };
  return (
    <div className="stack" style={{ gap: 8 }}>
      <NamedInput
        autoFocus
        label={t("question.trend.formula")}
        placeholder={names.slice(0, 2).join(" / ")}
        value={text}
        onChange={setText}
        onPressEnter={save}
      />
      <NamedInput
        label={t("question.formula.called")}
        maxLength={100}
        value={name}
        onChange={setName}
        onPressEnter={save}
      />
      {hint ? <span className="note">{hint}</span> : null}
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
