import { useTranslation } from "react-i18next";
import type { StatusQuery, StatusResult } from "@/api/query-types";
import { MovesDrawn } from "@/builders/moves/moves-drawn";
import type { Move } from "@/charts/stage-flow/stage-flow";
import { Panel } from "@/ui/panel";

const NOBODY = "";
const NAMES = ["new", "kept", "returned", "churned", "silent", NOBODY];

type Moved = StatusResult["moves"];
const told = (moves: Moved) =>
  moves.map((each): Move => ({ from: each.from ?? NOBODY, to: each.to, people: each.people }));

/** From which status of the range before to which of this one. */
export function StatusMoves({ query, result }: { query: StatusQuery; result: StatusResult }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("status.ask.moves")} note={t("status.ask.movesNote")}>
      <MovesDrawn
        label={t("status.ask.moves")}
        none={t("status.ask.noMoves")}
        query={query}
        moves={told(result.moves)}
        before={result.previous ? told(result.previous.moves) : undefined}
        names={NAMES}
        words={(name) => (name === NOBODY ? t("status.ask.nobody") : t(`status.part.${name as "new"}`))}
      />
    </Panel>
  );
}
