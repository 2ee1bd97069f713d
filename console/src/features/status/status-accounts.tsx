import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Compare, StatusQuery, StatusResult } from "@/api/query-types";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { GranularityBracket } from "@/builders/query/granularity-bracket";
import { useAnswer } from "@/builders/query/use-answer";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Sentence } from "@/ui/sentence";
import { GrowthPeriods } from "./growth-periods";

const PERS = ["day", "week", "month"] as const;
const DAYS = { day: 12, week: 84, month: 360 };

/** The accounts of the last periods beside how everybody stands; as a question they are of any range. */
export function StatusAccounts() {
  const { t } = useTranslation();
  const path = usePath();
  const [per, setPer] = useState<StatusQuery["per"]>("week");
  const [compare, setCompare] = useState<Compare>();
  const query: StatusQuery = { kind: "status", range: { last: `${DAYS[per]}d` }, per };
  if (compare) query.compare = compare;
  const asked = useAnswer<StatusResult>(query);
  return (
    <Panel title={t("status.accounts")} note={t("status.identity")}>
      <div className="stack">
        <div className="sentence">
          <Sentence
            text={t("status.sentence")}
            slots={{
              per: <GranularityBracket per={per} choices={PERS} onChange={setPer} />,
              compare: <CompareBracket compare={compare} onChange={setCompare} />,
            }}
          />{" "}
          <Link className="note" to={path("analysis/status")} search={{ q: query } as never}>
            {t("question.asQuestion")}
          </Link>
        </div>
        <Loaded asked={asked} rows={6}>
          {(answer) => <GrowthPeriods query={query} result={answer.result} />}
        </Loaded>
      </div>
    </Panel>
  );
}
