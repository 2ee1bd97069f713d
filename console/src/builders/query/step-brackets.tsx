import type { Step } from "@/api/query-types";
import { EventBracket } from "@/builders/bracket/event-bracket";
import { FilterBracket } from "@/builders/bracket/filter-bracket";

interface Props {
  step: Step;
  /** Any event can be chosen as well. */
  any?: boolean;
  onChange: (step: Step) => void;
}

/** An event and which of them: two brackets. */
export function StepBrackets({ step, any = false, onChange }: Props) {
  const [only, ...further] = [step.event].flat(); // of several, written by hand, no one's properties are meant
  return (
    <>
      <EventBracket any={any} event={step.event} onChange={(event) => onChange({ ...step, event })} />
      <wbr />
      <FilterBracket
        filter={step.where}
        {...(only && further.length === 0 ? { event: only } : {})}
        onChange={(where) => onChange(where ? { ...step, where } : { event: step.event })}
      />
    </>
  );
}
