import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { FunnelMode, FunnelStepAsked } from "@/api/query-types";
import { moved } from "@/builders/condition/tree";
import { StepWord } from "./step-word";

interface Props {
  steps: FunnelStepAsked[];
  mode: FunnelMode;
  onChange: (steps: FunnelStepAsked[]) => void;
}

const STEPS_MAX = 10;

/** The steps of the sentence: add, remove, bring forward. */
export function StepWords({ steps, mode, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {steps.map((step, index) => (
        <StepWord
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the funnel
          key={index}
          step={step}
          index={index}
          count={steps.length}
          inOrder={mode !== "any"}
          onChange={(next) => onChange(steps.map((each, at) => (at === index ? next : each)))}
          onMove={() => onChange(moved(steps, index, index - 1))}
          onRemove={() => onChange(steps.filter((_, at) => at !== index))}
        />
      ))}
      {steps.length < STEPS_MAX ? (
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined />}
          aria-label={t("question.funnel.addStep")}
          title={t("question.funnel.addStep")}
          onClick={() => onChange([...steps, { event: "" }])}
        />
      ) : null}
    </>
  );
}
