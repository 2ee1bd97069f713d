import { useTranslation } from "react-i18next";
import type { StatusQuery, StatusResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { GranularityBracket } from "@/builders/query/granularity-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { Panel } from "@/ui/panel";
import { Sentence } from "@/ui/sentence";
import { GrowthPeriods } from "./growth-periods";
import { StatusMoves } from "./status-moves";
import { StatusSizes } from "./status-sizes";

const PERS = ["day", "week", "month"] as const;

/** Growth accounting as a question: of a range, and of each of its periods. */
export function StatusQuestion() {
  const { t } = useTranslation();
  const [query, change] = useQuestion<StatusQuery>({ kind: "status", per: "week", range: { last: "84d" } });
  const asked = useAnswer<StatusResult>(query);
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    per: <GranularityBracket per={query.per} choices={PERS} onChange={(per) => change({ per })} />,
    range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
    compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
  };
  return (
    <QuestionFrame
      title={t("status.ask.title")}
      about={t("status.ask.about")}
      query={query}
      sentence={<Sentence text={t("status.ask.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => (
        <>
          <StatusSizes query={query} result={result} />
          <Panel title={t(`status.ask.each.${query.per}`)} note={t("status.identity")}>
            <div className="stack">
              <GrowthPeriods query={query} result={result} />
            </div>
          </Panel>
          <StatusMoves query={query} result={result} />
        </>
      )}
    </QuestionFrame>
  );
}
