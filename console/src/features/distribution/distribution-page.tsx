import { useTranslation } from "react-i18next";
import type { DistributionQuery, DistributionResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { BreakdownBracket } from "@/builders/query/breakdown-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { firstEvent } from "@/builders/query/first-event";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { StepBrackets } from "@/builders/query/step-brackets";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { WithEvents } from "@/builders/query/with-events";
import { Sentence } from "@/ui/sentence";
import { DistributionAnswer } from "./distribution-answer";
import { EdgesBracket } from "./edges-bracket";
import { NumberBracket } from "./number-bracket";
import { PeriodsBracket } from "./periods-bracket";

/** People by how often, how long, how much. */
export function DistributionPage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("analysis.distribution.title")}>
      {(events) => (
        <DistributionQuestion
          first={{
            kind: "distribution",
            metric: { event: firstEvent(events, "purchase", "order"), aggregate: "count" },
            range: { last: "30d" },
          }}
        />
      )}
    </WithEvents>
  );
}

function DistributionQuestion({ first }: { first: DistributionQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<DistributionQuery>(first);
  const { metric } = query;
  const asked = useAnswer<DistributionResult>(query, metric.event !== "");
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    event: (
      <StepBrackets
        step={metric}
        onChange={({ event, where }) =>
          change({ metric: { event, aggregate: metric.aggregate, ...(where ? { where } : {}) } })
        }
      />
    ),
    number: (
      <NumberBracket
        aggregate={metric.aggregate}
        onChange={(aggregate) => change({ metric: { ...metric, aggregate }, bins: undefined })}
      />
    ),
    bins: <EdgesBracket edges={query.bins} onChange={(bins) => change({ bins })} />,
    per: <PeriodsBracket per={query.per} onChange={(per) => change({ per })} />,
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
      title={t("analysis.distribution.title")}
      about={t("analysis.distribution.about")}
      query={query}
      sentence={<Sentence text={t("analysis.distribution.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => <DistributionAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
