import { useTranslation } from "react-i18next";
import type { StickinessQuery, StickinessResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { firstEvent } from "@/builders/query/first-event";
import { GranularityBracket } from "@/builders/query/granularity-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { StepBrackets } from "@/builders/query/step-brackets";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { WithEvents } from "@/builders/query/with-events";
import { Sentence } from "@/ui/sentence";
import { StickinessAnswer } from "./stickiness-answer";

const PERS = ["week", "month"] as const;

/** On how many days of a week or month people did something. */
export function StickinessPage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("sticky.title")}>
      {(events) => (
        <StickinessQuestion
          first={{
            kind: "stickiness",
            event: firstEvent(events, "page_view", "screen_view", "product_view"),
            per: "week",
            range: { last: "90d" },
          }}
        />
      )}
    </WithEvents>
  );
}

function StickinessQuestion({ first }: { first: StickinessQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<StickinessQuery>(first);
  const asked = useAnswer<StickinessResult>(query, query.event !== "");
  const step = { event: query.event, ...(query.where ? { where: query.where } : {}) };
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    event: <StepBrackets step={step} onChange={({ event, where }) => change({ event, where })} />,
    per: <GranularityBracket per={query.per} choices={PERS} onChange={(per) => change({ per })} />,
    filter: <CountedEvents filter={query.filter} onChange={(filter) => change({ filter })} />,
    range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
    compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
  };
  return (
    <QuestionFrame
      title={t("sticky.title")}
      about={t("sticky.about")}
      query={query}
      sentence={<Sentence text={t("sticky.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => <StickinessAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
