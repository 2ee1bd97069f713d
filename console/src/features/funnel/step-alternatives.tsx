import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { FunnelStepAsked, Step } from "@/api/query-types";
import { StepBrackets } from "@/builders/query/step-brackets";

interface Props {
  step: FunnelStepAsked;
  onChange: (step: FunnelStepAsked) => void;
}

/** Other events that serve the step as well, each with its filter; and a word to add one. */
export function StepAlternatives({ step, onChange }: Props) {
  const { t } = useTranslation();
  const others = step.or ?? [];
  const put = (or: Step[]) => {
    const { or: _, ...rest } = step;
    onChange(or.length > 0 ? { ...rest, or } : rest);
  };
  return (
    <>
      {others.map((other, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an alternative is its place in the step
        <span key={index}>
          {` ${t("rule.or")} `}
          <StepBrackets
            step={other}
            onChange={(next) => put(others.map((each, at) => (at === index ? next : each)))}
          />
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined />}
            aria-label={t("question.funnel.removeAlternative")}
            title={t("question.funnel.removeAlternative")}
            onClick={() => put(others.filter((_, at) => at !== index))}
          />
        </span>
      ))}
      <button
        type="button"
        className="bracket empty"
        aria-label={t("question.funnel.alternative")}
        title={t("question.funnel.alternative")}
        onClick={() => put([...others, { event: "" }])}
      >
        {`+ ${t("rule.or")}`}
      </button>
    </>
  );
}
