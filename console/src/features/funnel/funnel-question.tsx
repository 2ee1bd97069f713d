import { useTranslation } from "react-i18next";
import type { FunnelQuery, FunnelResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { BreakdownBracket } from "@/builders/query/breakdown-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { SpanBracket } from "@/builders/query/span-bracket";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { Sentence } from "@/ui/sentence";
import { FunnelAnswer } from "./funnel-answer";
import { BetweenBracket, barsOf, EntryBracket, ModeBracket, SameBracket } from "./funnel-options";
import { StepWords } from "./step-words";

/** The funnel as a question page. */
export function FunnelQuestion({ first }: { first: FunnelQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<FunnelQuery>(first);
  const complete =
    query.steps.length > 1 &&
    query.steps.every((step) => step.event && (step.or ?? []).every((other) => other.event));
  const asked = useAnswer<FunnelResult>(query, complete);
  const sentence = (
    <>
      <Sentence
        text={t("question.funnel.sentence")}
        slots={{
          people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
          mode: <ModeBracket query={query} change={change} />,
          steps: (
            <StepWords
              steps={query.steps}
              mode={query.mode ?? "ordered"}
              onChange={(steps) => change({ steps, exclude: barsOf(query, steps.length) })}
            />
          ),
          same: <SameBracket query={query} change={change} />,
          exclude: <BetweenBracket query={query} change={change} />,
          per: <EntryBracket query={query} change={change} />,
          compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
          window: (
            <SpanBracket
              name={t("question.window")}
              span={query.window}
              onChange={(window) => change({ window })}
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
        }}
      />
      {query.steps.length < 2 ? <div className="note">{t("question.funnel.needTwo")}</div> : null}
    </>
  );
  return (
    <QuestionFrame
      title={t("question.funnel.title")}
      about={t("question.funnel.about")}
      query={query}
      sentence={sentence}
      asked={asked}
    >
      {(result) => <FunnelAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
