import { useTranslation } from "react-i18next";
import type { RevenueQuery, RevenueResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { AmountBracket } from "@/builders/query/amount-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { GranularityBracket } from "@/builders/query/granularity-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { PropertyBracket } from "@/builders/query/property-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { SpanBracket } from "@/builders/query/span-bracket";
import { StepBrackets } from "@/builders/query/step-brackets";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { Sentence } from "@/ui/sentence";
import { RevenueAnswer } from "./revenue-answer";

const WITHIN = "30d";
const PERIODS = ["hour", "day", "week", "month", "quarter"] as const;

/** Revenue as a question page. */
export function RevenueQuestion({ first }: { first: RevenueQuery }) {
  const { t } = useTranslation();
  const [kept, change] = useQuestion<RevenueQuery>(first);
  const within = kept.repurchase_within ?? WITHIN;
  const query: RevenueQuery = { ...kept, repurchase_within: within };
  const asked = useAnswer<RevenueResult>(query, Boolean(query.event));
  const sentence = (
    <Sentence
      text={t("question.revenue.sentence")}
      slots={{
        event: (
          <StepBrackets
            step={query.where ? { event: query.event, where: query.where } : { event: query.event }}
            onChange={({ event, where }) => change({ event, where })}
          />
        ),
        order: (
          <PropertyBracket
            name={t("question.revenue.order")}
            none={t("question.revenue.orderDefault")}
            property={query.order}
            onChange={(order) => change({ order })}
          />
        ),
        within: (
          <SpanBracket
            name={t("question.revenue.within")}
            span={within}
            onChange={(next) => change({ repurchase_within: next })}
          />
        ),
        amount: (
          <AmountBracket
            amount={query.amount}
            event={query.event}
            onChange={(amount) => change({ amount })}
          />
        ),
        per: <GranularityBracket per={query.per} choices={PERIODS} onChange={(per) => change({ per })} />,
        filter: <CountedEvents filter={query.filter} onChange={(filter) => change({ filter })} />,
        range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
        compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
        people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
      }}
    />
  );
  return (
    <QuestionFrame
      title={t("question.revenue.title")}
      about={t("question.revenue.about")}
      query={query}
      sentence={sentence}
      asked={asked}
    >
      {(result) => <RevenueAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
