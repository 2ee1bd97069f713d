import { useTranslation } from "react-i18next";
import type { Query } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { type Move, StageFlow } from "@/charts/stage-flow/stage-flow";
import { useFormat } from "@/lib/use-format";
import { MovesMatrix } from "./moves-matrix";

interface Props {
  label: string;
  /** What is said where nobody moved. */
  none: string;
  /** The question that the moves answer; a name that is empty is nobody in its `who`. */
  query: Query;
  moves: Move[];
  /** Those of the range compared with. */
  before?: Move[] | undefined;
  names: string[];
  words: (name: string) => string;
  height?: number;
}

/** Who went from where to where, as a flow and as a table; each opens as people. */
export function MovesDrawn({ label, none, query, moves, before, names, words, height = 360 }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const behind = (move: Move) => ({
    title: t("life.stage.who", { from: words(move.from), to: words(move.to) }),
    source: {
      kind: "query" as const,
      query,
      who: { from: move.from || null, to: move.to || null },
    },
  });
  if (moves.length === 0) return <span className="note">{none}</span>;
  return (
    <div className="stack">
      <StageFlow
        moves={moves}
        names={names}
        words={words}
        whole={format.whole}
        label={label}
        height={height}
        onPick={(move) => open(behind(move))}
      />
      <MovesMatrix moves={moves} before={before} names={names} words={words} behind={behind} />
    </div>
  );
}
