import { useTranslation } from "react-i18next";
import type { IntervalQuery, IntervalResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { BreakdownBracket } from "@/builders/query/breakdown-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { firstEvent } from "@/builders/query/first-event";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { PropertyBracket } from "@/builders/query/property-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { SpanBracket } from "@/builders/query/span-bracket";
import { StepBrackets } from "@/builders/query/step-brackets";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { WithEvents } from "@/builders/query/with-events";
import { Sentence } from "@/ui/sentence";
import { IntervalAnswer } from "./interval-answer";
import { LengthsBracket } from "./lengths-bracket";

/** How long from one event to another, or to the same one again. */
export function IntervalPage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("analysis.interval.title")}>
      {(events) => {
        const bought = { event: firstEvent(events, "purchase", "order") };
        return (
          <IntervalQuestion
            first={{ kind: "interval", from: bought, to: bought, window: "90d", range: { last: "90d" } }}
          />
        );
      }}
    </WithEvents>
  );
}

function IntervalQuestion({ first }: { first: IntervalQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<IntervalQuery>(first);
  const asked = useAnswer<IntervalResult>(query, query.from.event !== "" && query.to.event !== "");
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    start: <StepBrackets step={query.from} onChange={(from) => change({ from })} />,
    end: <StepBrackets step={query.to} onChange={(to) => change({ to })} />,
    window: (
      <SpanBracket
        name={t("analysis.interval.window")}
        span={query.window}
        onChange={(window) => change({ window })}
      />
    ),
    bins: <LengthsBracket lengths={query.bins} onChange={(bins) => change({ bins })} />,
    same: (
      <PropertyBracket
        name={t("analysis.interval.same")}
        none={t("analysis.interval.anySame")}
        property={query.same?.property}
        onChange={(property) => change({ same: property ? { property } : undefined })}
      />
    ),
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
      title={t("analysis.interval.title")}
      about={t("analysis.interval.about")}
      query={query}
      sentence={<Sentence text={t("analysis.interval.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => <IntervalAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
