import { useTranslation } from "react-i18next";
import type { TrendQuery, TrendResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { BreakdownBracket } from "@/builders/query/breakdown-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { GranularityBracket } from "@/builders/query/granularity-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { Sentence } from "@/ui/sentence";
import { FormBracket } from "./form-bracket";
import { FormulaWords } from "./formula-words";
import { MetricWords } from "./metric-words";
import { TrendAnswer } from "./trend-answer";

const PERIODS = ["minute", "hour", "day", "week", "month", "quarter", "none"] as const;

/** What the first metric of a question is called in its formulas. */
const LETTER_A = 65;

/** The trend as a question page. */
export function TrendQuestion({ first }: { first: TrendQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<TrendQuery>(first);
  const complete = query.metrics.every((metric) => metric.event);
  const asked = useAnswer<TrendResult>(query, complete);
  const sentence = (
    <Sentence
      text={t("question.trend.sentence")}
      slots={{
        metrics: <MetricWords metrics={query.metrics} onChange={(metrics) => change({ metrics })} />,
        per: (
          <GranularityBracket
            per={query.per}
            choices={PERIODS}
            onChange={(per) => change(per === "none" ? { per, form: undefined } : { per })}
          />
        ),
        filter: <CountedEvents filter={query.filter} onChange={(filter) => change({ filter })} />,
        range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
        people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
        by: (
          <BreakdownBracket
            by={query.by}
            onChange={(by) => change({ by })}
            top={{ n: query.top, onChange: (top) => change({ top }) }}
          />
        ),
        formulas: (
          <FormulaWords
            formulas={query.formulas ?? []}
            names={query.metrics.map((_, place) => String.fromCharCode(LETTER_A + place))}
            hint={t("question.trend.formulaHint")}
            without={{
              none: t("question.trend.formulaNone"),
              say: (formula) => t("question.trend.formulaIs", { formula }),
            }}
            onChange={(formulas) => change({ formulas: formulas.length > 0 ? formulas : undefined })}
          />
        ),
        form: <FormBracket form={query.form} onChange={(form) => change({ form })} />,
        compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
      }}
    />
  );
  return (
    <QuestionFrame
      title={t("question.trend.title")}
      about={t("question.trend.about")}
      query={query}
      sentence={sentence}
      asked={asked}
    >
      {(result) => <TrendAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
