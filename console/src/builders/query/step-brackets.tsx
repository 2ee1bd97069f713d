import type { Step } from "@/api/query-types";
import { EventBracket } from "@/builders/bracket/event-bracket";
import { FilterBracket } from "@/builders/bracket/filter-bracket";

interface Props {
  step: Step;
  onChange: (step: Step) => void;
}

/** An event and which of them: two brackets. */
export function StepBrackets({ step, onChange }: Props) {
  return (
    <>
      <EventBracket event={step.event} onChange={(event) => onChange({ ...step, event })} />
      <wbr />
      <FilterBracket
        filter={step.where}
        event={step.event}
        onChange={(where) => onChange(where ? { ...step, where } : { event: step.event })}
      />
    </>
  );
}
