import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { StageQuery, StageResult } from "@/api/query-types";
import { inOrderOfLife, STAGES } from "@/builders/condition/vocabulary";
import { stageWords } from "@/builders/condition/words";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { type Move, StageFlow } from "@/charts/stage-flow/stage-flow";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { MovesTable } from "./moves-table";

interface Props {
  query: StageQuery;
  result: StageResult;
}

const NEWCOMER = "";

/** Sizes of the stages, the flow between them, and the same as a table. */
export function LifecycleAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const total = result.stages.reduce((sum, each) => sum + each.people, 0);
  const moves = useMemo(
    () =>
      result.moves.map((move): Move => ({ from: move.from ?? NEWCOMER, to: move.to, people: move.people })),
    [result.moves],
  );
  const names = useMemo(
    () => [...new Set([...STAGES, ...result.stages.map((each) => each.stage)])],
    [result],
  );
  const words = useMemo(
    () => (name: string) => (name === NEWCOMER ? t("life.stage.newcomers") : stageWords(name, t)),
    [t],
  );
  const behind = (move: Move) => ({
    title: t("life.stage.who", { from: words(move.from), to: words(move.to) }),
    source: {
      kind: "query" as const,
      query,
      who: { from: move.from === NEWCOMER ? null : move.from, to: move.to },
    },
  });
  if (total === 0) return <FirstStep title={t("life.stage.none")}>{t("life.stage.noneHint")}</FirstStep>;
  return (
    <>
      <div className="stats">
        {inOrderOfLife(result.stages).map(({ stage, people }) => (
          <Stat
            key={stage}
            label={stageWords(stage, t)}
            below={format.percent(total > 0 ? people / total : null)}
          >
            <PeopleNumber
              value={people}
              behind={{
                title: t("life.stage.in", { stage: stageWords(stage, t) }),
                source: { kind: "condition", condition: { stage: { in: [stage] } } },
              }}
            />
          </Stat>
        ))}
      </div>
      <Panel title={t("life.stage.flow")}>
        {moves.length === 0 ? (
          <span className="note">{t("life.stage.noMoves")}</span>
        ) : (
          <StageFlow
            moves={moves}
            names={names}
            words={words}
            whole={format.whole}
            label={t("life.stage.flow")}
            onPick={(move) => open(behind(move))}
          />
        )}
      </Panel>
      {moves.length > 0 ? <MovesTable moves={moves} words={words} behind={behind} /> : null}
    </>
  );
}
