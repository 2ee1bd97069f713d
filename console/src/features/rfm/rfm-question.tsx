import { useTranslation } from "react-i18next";
import type { RfmQuery, RfmResult } from "@/api/query-types";
import { EventBracket } from "@/builders/bracket/event-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { AmountBracket } from "@/builders/query/amount-bracket";
import { BeforeBracket } from "@/builders/query/before-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { Sentence } from "@/ui/sentence";
import { RfmAnswer } from "./rfm-answer";
import { RfmMoves } from "./rfm-moves";
import { RfmScores } from "./rfm-scores";
import { ThresholdsBracket } from "./thresholds-bracket";
import { UseRfm } from "./use-rfm";

/** RFM as a question page. */
export function RfmQuestion({ first }: { first: RfmQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<RfmQuery>(first);
  const asked = useAnswer<RfmResult>(query, Boolean(query.event));
  const sentence = (
    <Sentence
      text={t("lifecycle.rfm.sentence")}
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
        thresholds: (
          <ThresholdsBracket
            thresholds={query.thresholds}
            onChange={(thresholds) => change({ thresholds })}
          />
        ),
        before: <BeforeBracket before={query.before} onChange={(before) => change({ before })} />,
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
      {(result) => (
        <>
          <RfmAnswer query={query} result={result} />
          <RfmScores query={query} result={result} />
          <RfmMoves query={query} result={result} />
          <UseRfm query={query} />
        </>
      )}
    </QuestionFrame>
  );
}
