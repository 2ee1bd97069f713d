import { useTranslation } from "react-i18next";
import type { AttributionModel, AttributionQuery, AttributionResult } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { AmountBracket } from "@/builders/query/amount-bracket";
import { BreakdownBracket } from "@/builders/query/breakdown-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { ManyBracket } from "@/builders/query/many-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { PropertyBracket } from "@/builders/query/property-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { SpanBracket } from "@/builders/query/span-bracket";
import { StepBrackets } from "@/builders/query/step-brackets";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { Sentence } from "@/ui/sentence";
import { AttributionAnswer } from "./attribution-answer";
import { ModelRules } from "./model-rules";
import { MODELS } from "./models";
import { byOf, groupsOf, propertyOf } from "./told-apart";

/** Attribution as a question page. */
export function AttributionQuestion({ first }: { first: AttributionQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<AttributionQuery>(first);
  const asked = useAnswer<AttributionResult>(query, Boolean(query.touch.event && query.conversion.event));
  const models = MODELS.map((value) => ({ value, label: t(`outcome.attribution.models.${value}`) }));
  const beside = query.beside ?? [];
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    conversion: <StepBrackets step={query.conversion} onChange={(conversion) => change({ conversion })} />,
    amount: (
      <AmountBracket
        amount={query.amount}
        event={query.conversion.event}
        onChange={(amount) => change({ amount })}
      />
    ),
    lookback: (
      <SpanBracket
        name={t("outcome.attribution.lookback")}
        span={query.lookback}
        onChange={(lookback) => change({ lookback })}
      />
    ),
    touch: <StepBrackets step={query.touch} onChange={(touch) => change({ touch })} />,
    by: (
      <PropertyBracket
        name={t("outcome.attribution.by")}
        none="source"
        property={propertyOf(query)}
        onChange={(property) => change({ by: byOf(property ?? "source", groupsOf(query)) })}
      />
    ),
    group: (
      <BreakdownBracket
        ofPeople
        by={groupsOf(query)}
        onChange={(groups) => change({ by: byOf(propertyOf(query), groups) })}
        most={2}
        top={{ n: query.top, onChange: (top) => change({ top }) }}
      />
    ),
    model: (
      <ChoiceBracket
        name={t("outcome.attribution.model")}
        items={models}
        value={query.model}
        onChange={(next) => {
          const model = next as AttributionModel;
          change({ model, beside: beside.filter((each) => each !== model) });
        }}
      />
    ),
    beside: (
      <>
        <ManyBracket
          name={t("outcome.attribution.beside")}
          none={t("outcome.attribution.besideNone")}
          choices={models.filter(({ value }) => value !== query.model)}
          chosen={beside}
          onChange={(next) => change({ beside: next })}
        />
        <ModelRules query={query} change={change} />
      </>
    ),
    filter: <CountedEvents filter={query.filter} onChange={(filter) => change({ filter })} />,
    range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
    compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
  };
  return (
    <QuestionFrame
      title={t("outcome.attribution.title")}
      about={t("outcome.attribution.about")}
      query={query}
      sentence={<Sentence text={t("outcome.attribution.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => <AttributionAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
