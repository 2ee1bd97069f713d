import { useTranslation } from "react-i18next";
import type { RetentionQuery, RetentionResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { BreakdownBracket } from "@/builders/query/breakdown-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { GranularityBracket } from "@/builders/query/granularity-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { StepBrackets } from "@/builders/query/step-brackets";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { Sentence } from "@/ui/sentence";
import { RetentionAnswer } from "./retention-answer";
import { ClockBracket, PeriodsBracket, ReturnBracket, ValueBracket } from "./retention-options";

const PERIODS = ["day", "week", "month"] as const;

/** Retention as a question page. */
export function RetentionQuestion({ first }: { first: RetentionQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<RetentionQuery>(first);
  const complete = Boolean(query.start.event && query.back.event);
  const asked = useAnswer<RetentionResult>(query, complete);
  const sentence = (
    <Sentence
      text={t("question.retention.sentence")}
      slots={{
        people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
        start: <StepBrackets step={query.start} onChange={(start) => change({ start })} />,
        back: <StepBrackets step={query.back} onChange={(back) => change({ back })} />,
        per: (
          <GranularityBracket
            per={query.per}
            choices={PERIODS}
            onChange={(per) => change(per === "month" ? { per, clock: undefined } : { per })}
          />
        ),
        mode: <ReturnBracket query={query} change={change} />,
        value: <ValueBracket query={query} change={change} />,
        clock: <ClockBracket query={query} change={change} />,
        periods: <PeriodsBracket query={query} change={change} />,
        by: (
          <BreakdownBracket
            by={query.by}
            onChange={(by) => change({ by })}
            top={{ n: query.top, onChange: (top) => change({ top }) }}
          />
        ),
        compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
        filter: <CountedEvents filter={query.filter} onChange={(filter) => change({ filter })} />,
        range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
      }}
    />
  );
  return (
    <QuestionFrame
      title={t("question.retention.title")}
      about={t("question.retention.about")}
      query={query}
      sentence={sentence}
      asked={asked}
    >
      {(result) => <RetentionAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
