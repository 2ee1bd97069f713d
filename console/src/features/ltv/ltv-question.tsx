import { useTranslation } from "react-i18next";
import type { LtvQuery, LtvResult } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { ANY } from "@/builders/bracket/event-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { AmountBracket } from "@/builders/query/amount-bracket";
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
import { LtvAnswer } from "./ltv-answer";

const PERIODS = ["3", "6", "12", "24", "36", "60"];

/** Lifetime value as a question page. */
export function LtvQuestion({ first }: { first: LtvQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<LtvQuery>(first);
  const asked = useAnswer<LtvResult>(query, Boolean(query.event));
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    acquired: (
      <StepBrackets
        any
        step={query.acquired ?? { event: ANY }}
        onChange={(acquired) =>
          change({ acquired: acquired.event === ANY && !acquired.where ? undefined : acquired })
        }
      />
    ),
    event: (
      <StepBrackets
        step={query.where ? { event: query.event, where: query.where } : { event: query.event }}
        onChange={({ event, where }) => change({ event, where })}
      />
    ),
    amount: (
      <AmountBracket amount={query.amount} event={query.event} onChange={(amount) => change({ amount })} />
    ),
    per: (
      <GranularityBracket
        per={query.per}
        choices={["day", "week", "month", "quarter"]}
        onChange={(per) => change({ per })}
      />
    ),
    periods: (
      <ChoiceBracket
        name={t("outcome.ltv.periodsName")}
        items={PERIODS.map((value) => ({ value, label: t("outcome.ltv.periods", { n: value }) }))}
        value={String(query.periods)}
        onChange={(next) => change({ periods: Number(next) })}
      />
    ),
    filter: <CountedEvents filter={query.filter} onChange={(filter) => change({ filter })} />,
    range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
    compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
    by: (
      <BreakdownBracket
        by={query.by}
        onChange={(by) => change({ by })}
        top={{ n: query.top, onChange: (top) => change({ top }) }}
      />
    ),
  };
  return (
    <QuestionFrame
      title={t("outcome.ltv.title")}
      about={t("outcome.ltv.about")}
      query={query}
      sentence={<Sentence text={t("outcome.ltv.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => <LtvAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
