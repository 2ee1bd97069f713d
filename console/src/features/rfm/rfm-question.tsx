import { useTranslation } from "react-i18next";
import type { RfmQuery, RfmResult } from "@/api/query-types";
import { EventBracket } from "@/builders/bracket/event-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { AmountBracket } from "@/builders/query/amount-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { Sentence } from "@/ui/sentence";
import { RfmAnswer } from "./rfm-answer";

/** RFM as a question page. */
export function RfmQuestion({ first }: { first: RfmQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<RfmQuery>(first);
  const asked = useAnswer<RfmResult>(query, Boolean(query.event));
  const sentence = (
    <Sentence
      text={t("life.rfm.sentence")}
      slots={{
        people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
        event: <EventBracket event={query.event} onChange={(event) => change({ event })} />,
        amount: (
          <AmountBracket
            amount={query.amount}
            event={query.event}
            onChange={(amount) => change({ amount })}
          />
        ),
        range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
      }}
    />
  );
  return (
    <QuestionFrame
      title={t("life.rfm.title")}
      about={t("life.rfm.about")}
      query={query}
      sentence={sentence}
      asked={asked}
    >
      {(result) => <RfmAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
