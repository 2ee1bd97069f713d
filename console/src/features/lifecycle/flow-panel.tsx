import { useTranslation } from "react-i18next";
import type { TimeRange } from "@/api/condition-types";
import type { LifecycleModel } from "@/api/lifecycle";
import type { StageQuery, StageResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { useAnswer } from "@/builders/query/use-answer";
import { useAddressState } from "@/lib/use-address-state";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Sentence } from "@/ui/sentence";
import { StageMoves } from "./stage-moves";

const LATELY: TimeRange = { last: "90d" };

/** A range is written as an object; the server says what is wrong within it. */
const unlikeRange = (value: unknown) => (typeof value === "object" ? null : "flow");

/** Between two dates, kept in the address: who moved from which stage to which. */
export function FlowPanel({ model }: { model: LifecycleModel }) {
  const { t } = useTranslation();
  const [range, setRange] = useAddressState<TimeRange>("flow", LATELY, unlikeRange);
  const query: StageQuery = { kind: "stage", model: model.model, range };
  const asked = useAnswer<StageResult>(query);
  const sentence = (
    <Sentence
      text={t("lifecycle.inRange")}
      slots={{
        range: <RangeBracket range={range} onChange={(next) => next && setRange(next)} />,
      }}
    />
  );
  return (
    <Panel title={t("lifecycle.flow")} note={sentence}>
      <Loaded asked={asked}>
        {(answer) => <StageMoves stages={model.stages} query={query} result={answer.result} />}
      </Loaded>
    </Panel>
  );
}
