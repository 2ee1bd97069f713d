import { useTranslation } from "react-i18next";
import type { RfmQuery, RfmResult } from "@/api/query-types";
import { RFM_CLASSES } from "@/builders/condition/vocabulary";
import { rfmWords } from "@/builders/condition/words";
import { MovesMatrix } from "@/builders/moves/moves-matrix";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { type Move, StageFlow } from "@/charts/stage-flow/stage-flow";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

const NONE = "";
const NAMES = [...RFM_CLASSES, NONE];

interface Props {
  query: RfmQuery;
  result: RfmResult;
}

/** From which class to which since the day of the question. */
export function RfmMoves({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  if (!query.before || result.moves.length === 0) return null;
  const moves = result.moves.map(
    (each): Move => ({ from: each.from ?? NONE, to: each.to ?? NONE, people: each.people }),
  );
  const words = (name: string) => (name === NONE ? t("lifecycle.rfm.noClass") : rfmWords(name, t));
  const behind = (move: Move) => ({
    title: t("life.stage.who", { from: words(move.from), to: words(move.to) }),
    source: {
      kind: "query" as const,
      query,
      who: { from: move.from || null, to: move.to || null },
    },
  });
  return (
    <Panel title={t("lifecycle.rfm.flow", { day: query.before })}>
      <div className="stack">
        <StageFlow
          moves={moves}
          names={NAMES}
          words={words}
          whole={format.whole}
          label={t("lifecycle.rfm.flow", { day: query.before })}
          height={440}
          onPick={(move) => open(behind(move))}
        />
        <MovesMatrix moves={moves} names={NAMES} words={words} behind={behind} />
      </div>
    </Panel>
  );
}
