import { useTranslation } from "react-i18next";
import type { RfmQuery, RfmResult } from "@/api/query-types";
import { RFM_CLASSES } from "@/builders/condition/vocabulary";
import { rfmWords } from "@/builders/condition/words";
import { MovesDrawn } from "@/builders/moves/moves-drawn";
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
  if (!query.before || result.moves.length === 0) return null;
  const title = t("lifecycle.rfm.flow", { day: query.before });
  return (
    <Panel title={title}>
      <MovesDrawn
        label={title}
        none=""
        query={query}
        moves={result.moves.map(({ from, to, people }) => ({ from: from ?? NONE, to: to ?? NONE, people }))}
        names={NAMES}
        words={(name) => (name === NONE ? t("lifecycle.rfm.noClass") : rfmWords(name, t))}
        height={440}
      />
    </Panel>
  );
}
