import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import type { FunnelStepAsked } from "@/api/query-types";
import { Bracket } from "@/builders/bracket/bracket";
import { LengthInput } from "@/builders/condition/length-input";
import { lengthWords } from "@/builders/condition/words";
import { CalledInput } from "@/builders/query/called-input";

interface Props {
  step: FunnelStepAsked;
  /** Its place, counted from 1. */
  n: number;
  /** It comes after another one, so that it may be left out, come too late or too early. */
  follows: boolean;
  mayBeOptional: boolean;
  onChange: (step: FunnelStepAsked) => void;
}

const FIRST_LENGTH = "1d";

function without(step: FunnelStepAsked, key: "name" | "optional" | "within" | "after"): FunnelStepAsked {
  const { [key]: _, ...rest } = step;
  return rest;
}

/** What a step is called; of a later one, whether it may be left out, and how long after the one before it must come. */
export function StepRules({ step, n, follows, mayBeOptional, onChange }: Props) {
  const { t } = useTranslation();
  const words = [
    ...(step.name ? [t("question.called", { name: step.name })] : []),
    ...(step.optional ? [t("question.funnel.optional")] : []),
    ...(step.within ? [t("question.funnel.within", { length: lengthWords(step.within, t) })] : []),
    ...(step.after ? [t("question.funnel.after", { length: lengthWords(step.after, t) })] : []),
  ];
  const gap = (key: "within" | "after") => {
    const length = step[key];
    const name = t(`question.funnel.${key}Set`);
    return (
      <>
        <Checkbox
          checked={length !== undefined}
          onChange={({ target }) =>
            onChange(target.checked ? { ...step, [key]: FIRST_LENGTH } : without(step, key))
          }
        >
          {name}
        </Checkbox>
        {length ? (
          <LengthInput name={name} length={length} onChange={(next) => onChange({ ...step, [key]: next })} />
        ) : null}
      </>
    );
  };
  return (
    <Bracket
      label={words.join(", ") || t("question.funnel.rulesNone")}
      name={t("question.funnel.rules", { n })}
      empty={words.length === 0}
      width={320}
    >
      {(close) => (
        <div className="stack" style={{ gap: 8 }}>
          <CalledInput
            name={step.name}
            onChange={(name) => onChange(name ? { ...step, name } : without(step, "name"))}
            done={close}
          />
          {follows && mayBeOptional ? (
            <Checkbox
              checked={step.optional ?? false}
              onChange={({ target }) =>
                onChange(target.checked ? { ...step, optional: true } : without(step, "optional"))
              }
            >
              {t("question.funnel.optional")}
            </Checkbox>
          ) : null}
          {follows ? gap("within") : null}
          {follows ? gap("after") : null}
        </div>
      )}
    </Bracket>
  );
}
