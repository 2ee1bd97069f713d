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
  return (
    <>
      <EventBracket any={any} event={step.event} onChange={(event) => onChange({ ...step, event })} />
      <wbr />
      <FilterBracket
        filter={step.where}
        event={step.event}
        onChange={(where) => onChange(where ? { ...step, where } : { event: step.event })}
      />
    </>
  );
}
