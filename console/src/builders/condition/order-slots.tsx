import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { InOrder, Selection } from "@/api/condition-types";
import { EventBracket } from "@/builders/bracket/event-bracket";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { Sentence } from "@/ui/sentence";
import { LengthBracket } from "./length-bracket";

interface Props {
  order: InOrder;
  not: ReactNode;
  onChange: (order: InOrder) => void;
}

const LEAST = 2;
const MOST = 10;

function tidy(order: { [Key in keyof InOrder]: InOrder[Key] | undefined }): InOrder {
  return Object.fromEntries(
    Object.entries(order).filter(([, value]) => value !== undefined),
  ) as unknown as InOrder;
}

/** Which events: a name, and tests of their properties. */
function Step({ step, onChange }: { step: Selection; onChange: (step: Selection) => void }) {
  return (
    <>
      <EventBracket event={step.event} onChange={(event) => onChange({ ...step, event })} />
      {step.event ? (
        <FilterBracket
          filter={step.where}
          event={step.event}
          onChange={(where) => onChange(where ? { event: step.event, where } : { event: step.event })}
        />
      ) : null}
    </>
  );
}

function Steps({ steps, onChange }: { steps: Selection[]; onChange: (steps: Selection[]) => void }) {
  const { t } = useTranslation();
  const remove = (at: number) => onChange(steps.filter((_, index) => index !== at));
  return (
    <>
      {steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the order
        <Fragment key={at}>
          {at > 0 ? <span className="soft"> → </span> : null}
          <Step
            step={step}
            onChange={(next) => onChange(steps.map((each, index) => (index === at ? next : each)))}
          />
          {steps.length > LEAST ? (
            <Button
              size="small"
              type="text"
              icon={<CloseOutlined />}
              aria-label={t("rule.removeStep", { n: at + 1 })}
              onClick={() => remove(at)}
            />
          ) : null}
        </Fragment>
      ))}
      {steps.length < MOST ? (
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined />}
          aria-label={t("rule.addStep")}
          title={t("rule.addStep")}
          onClick={() => onChange([...steps, { event: "" }])}
        />
      ) : null}
    </>
  );
}

/** "did 【product_view】 → 【add_to_cart】 【within 24 hours】 【without purchase】 【last 30 days】". */
export function OrderSlots({ order, not, onChange }: Props) {
  const { t } = useTranslation();
  const { steps, without, within, during } = order;
  const spoiled = without ? (
    <>
      <span className="soft"> {t("rule.without", { event: "" })} </span>
      <Step step={without} onChange={(next) => onChange({ ...order, without: next })} />
      <Button
        size="small"
        type="text"
        icon={<CloseOutlined />}
        aria-label={t("rule.dropWithout")}
        onClick={() => onChange(tidy({ ...order, without: undefined }))}
      />
    </>
  ) : (
    <button
      type="button"
      className="bracket empty"
      onClick={() => onChange({ ...order, without: { event: "" } })}
    >
      + {t("rule.without", { event: "…" })}
    </button>
  );
  return (
    <Sentence
      text={t("rule.clause.sequence")}
      slots={{
        not,
        steps: <Steps steps={steps} onChange={(next) => onChange({ ...order, steps: next })} />,
        within: (
          <LengthBracket within={within} onChange={(next) => onChange(tidy({ ...order, within: next }))} />
        ),
        without: spoiled,
        during: (
          <RangeBracket
            always
            range={during}
            onChange={(next) => onChange(tidy({ ...order, during: next }))}
          />
        ),
      }}
    />
  );
}
