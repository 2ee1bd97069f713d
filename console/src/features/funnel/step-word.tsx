import { ArrowLeftOutlined, CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { FunnelStepAsked } from "@/api/query-types";
import { StepBrackets } from "@/builders/query/step-brackets";
import { StepAlternatives } from "./step-alternatives";
import { StepRules } from "./step-rules";

interface Props {
  step: FunnelStepAsked;
  index: number;
  count: number;
  inOrder: boolean;
  onChange: (step: FunnelStepAsked) => void;
  onMove: () => void;
  onRemove: () => void;
}

const STEPS_MIN = 2;

/** Another event, or another filter; the rules of the step stay. */
function changed(step: FunnelStepAsked, event: string, where: FunnelStepAsked["where"]): FunnelStepAsked {
  const { where: _, ...rest } = step;
  return where ? { ...rest, event, where } : { ...rest, event };
}

/** What leads to the step: an arrow in an order, a plus without one. */
function Lead({ index, inOrder }: { index: number; inOrder: boolean }) {
  const { t } = useTranslation();
  if (!inOrder) return <>{index > 0 ? " + " : " "}</>;
  if (index === 0) return <>{` ${t("question.funnel.first")} `}</>;
  return <>{` → ${t("question.funnel.next")} `}</>;
}

/** One step of the sentence: its events, its rules, and what can be done with it. */
export function StepWord({ step, index, count, inOrder, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation();
  return (
    <span className="step-words" data-testid="funnel-step">
      <Lead index={index} inOrder={inOrder} />
      <StepBrackets step={step} onChange={({ event, where }) => onChange(changed(step, event, where))} />
      <StepAlternatives step={step} onChange={onChange} />
      <StepRules
        step={step}
        n={index + 1}
        follows={index > 0 && inOrder}
        mayBeOptional={index < count - 1}
        onChange={onChange}
      />
      {index > 0 ? (
        <Button
          size="small"
          type="text"
          icon={<ArrowLeftOutlined />}
          aria-label={t("question.funnel.moveStep")}
          title={t("question.funnel.moveStep")}
          onClick={onMove}
        />
      ) : null}
      {count > STEPS_MIN ? (
        <Button
          size="small"
          type="text"
          icon={<CloseOutlined />}
          aria-label={t("question.funnel.removeStep")}
          title={t("question.funnel.removeStep")}
          onClick={onRemove}
        />
      ) : null}
    </span>
  );
}
