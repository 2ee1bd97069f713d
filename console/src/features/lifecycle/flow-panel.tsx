import { useTranslation } from "react-i18next";
import type { TimeRange } from "@/api/condition-types";
import type { LifecycleModel } from "@/api/lifecycle";
import type { StageQuery, StageResult } from "@/api/query-types";
import { inLanguage } from "@/api/said";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { MovesMatrix } from "@/builders/moves/moves-matrix";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { useAnswer } from "@/builders/query/use-answer";
import { type Move, StageFlow } from "@/charts/stage-flow/stage-flow";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Sentence } from "@/ui/sentence";

const NEWCOMER = "";
const LATELY: TimeRange = { last: "90d" };

/** A range is written as an object; the server says what is wrong within it. */
const unlikeRange = (value: unknown) => (typeof value === "object" ? null : "flow");

/** Between two dates, kept in the address: who moved from which stage to which, as a flow and as a matrix. */
export function FlowPanel({ model }: { model: LifecycleModel }) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const [range, setRange] = useAddressState<TimeRange>("flow", LATELY, unlikeRange);
  const query: StageQuery = { kind: "stage", model: model.model, range };
  const asked = useAnswer<StageResult>(query);
  const names = [...model.stages.map((each) => each.name), NEWCOMER];
  const words = (name: string) => {
    const stage = model.stages.find((each) => each.name === name);
    return stage ? inLanguage(stage.label, format.language) : name || t("life.stage.newcomers");
  };
  const behind = (move: Move) => ({
    title: t("life.stage.who", { from: words(move.from), to: words(move.to) }),
    source: {
      kind: "query" as const,
      query,
      who: { from: move.from === NEWCOMER ? null : move.from, to: move.to },
    },
  });
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
        {(answer) => {
          const moves = answer.result.moves.map(
            (move): Move => ({ from: move.from ?? NEWCOMER, to: move.to, people: move.people }),
          );
          if (moves.length === 0) return <span className="note">{t("life.stage.noMoves")}</span>;
          return (
            <div className="stack">
              <StageFlow
                moves={moves}
                names={names}
                words={words}
                whole={format.whole}
                label={t("lifecycle.flow")}
                onPick={(move) => open(behind(move))}
              />
              <MovesMatrix moves={moves} names={names} words={words} behind={behind} />
            </div>
          );
        }}
      </Loaded>
    </Panel>
  );
}
