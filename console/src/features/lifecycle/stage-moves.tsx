import { useTranslation } from "react-i18next";
import type { LifecycleStage } from "@/api/lifecycle";
import type { StageQuery, StageResult } from "@/api/query-types";
import { MovesDrawn } from "@/builders/moves/moves-drawn";
import { useStageWords } from "./use-stage-words";

const NEWCOMER = "";

interface Props {
  stages: LifecycleStage[];
  query: StageQuery;
  result: StageResult;
}

/** Between the two ends of a range: who moved from which stage to which. */
export function StageMoves({ stages, query, result }: Props) {
  const { t } = useTranslation();
  const words = useStageWords(stages);
  return (
    <MovesDrawn
      label={t("lifecycle.flow")}
      none={t("life.stage.noMoves")}
      query={query}
      moves={result.moves.map(({ from, to, people }) => ({ from: from ?? NEWCOMER, to, people }))}
      names={[...stages.map((each) => each.name), NEWCOMER]}
      words={(name) => (name === NEWCOMER ? t("life.stage.newcomers") : words(name))}
    />
  );
}
