import { ArrowLeftOutlined, CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Step } from "@/api/query-types";
import { moved } from "@/builders/condition/tree";
import { StepBrackets } from "@/builders/query/step-brackets";

interface Props {
  steps: Step[];
  onChange: (steps: Step[]) => void;
}

const STEPS_MAX = 10;

/** The steps of the sentence: add, remove, bring forward. */
export function StepWords({ steps, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the funnel
        <span key={index} className="step-words" data-testid="funnel-step">
          {index > 0 ? " → " : " "}
          {t(index === 0 ? "question.funnel.first" : "question.funnel.next")}
          <StepBrackets
            step={step}
            onChange={(next) => onChange(steps.map((each, at) => (at === index ? next : each)))}
          />
          {index > 0 ? (
            <Button
              size="small"
              type="text"
              icon={<ArrowLeftOutlined />}
              aria-label={t("question.funnel.moveStep")}
              title={t("question.funnel.moveStep")}
              onClick={() => onChange(moved(steps, index, index - 1))}
            />
          ) : null}
          {steps.length > 2 ? (
            <Button
              size="small"
              type="text"
              icon={<CloseOutlined />}
              aria-label={t("question.funnel.removeStep")}
              title={t("question.funnel.removeStep")}
              onClick={() => onChange(steps.filter((_, at) => at !== index))}
            />
          ) : null}
        </span>
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
