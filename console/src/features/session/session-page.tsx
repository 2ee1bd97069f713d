import { useTranslation } from "react-i18next";
import type { SessionQuery, SessionResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { BreakdownBracket } from "@/builders/query/breakdown-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { EventsBracket } from "@/builders/query/events-bracket";
import { GranularityBracket } from "@/builders/query/granularity-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { CutsBracket, SilenceBracket } from "@/builders/query/visit-brackets";
import { WithEvents } from "@/builders/query/with-events";
import { Sentence } from "@/ui/sentence";
import { SessionAnswer } from "./session-answer";

const FIRST: SessionQuery = { kind: "session", silence: "30min", per: "day", range: { last: "30d" } };
const PERS = ["hour", "day", "week", "month", "quarter"] as const;

/** How many visits there were, how long and how deep. */
export function SessionPage() {
  const { t } = useTranslation();
  return <WithEvents title={t("analysis.session.title")}>{() => <SessionQuestion />}</WithEvents>;
}

/** Sessions as a question page. */
function SessionQuestion() {
  const { t } = useTranslation();
  const [query, change] = useQuestion<SessionQuery>(FIRST);
  const asked = useAnswer<SessionResult>(query);
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    events: (
      <EventsBracket
        name={t("analysis.session.madeOf")}
        events={query.events?.event ?? []}
        where={query.events?.where}
        onChange={(events) => change({ events })}
      />
    ),
    silence: <SilenceBracket visits={query} onChange={change} />,
    cuts: <CutsBracket visits={query} onChange={change} />,
    per: <GranularityBracket per={query.per} choices={PERS} onChange={(per) => change({ per })} />,
    filter: <CountedEvents filter={query.filter} onChange={(filter) => change({ filter })} />,
    range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
    by: (
      <BreakdownBracket
        by={query.by}
        onChange={(by) => change({ by })}
        top={{ n: query.top, onChange: (top) => change({ top }) }}
      />
    ),
    compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
  };
  return (
    <QuestionFrame
      title={t("analysis.session.title")}
      about={t("analysis.session.about")}
      query={query}
      sentence={<Sentence text={t("analysis.session.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => <SessionAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
