import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { type Metric, metricsQuery } from "@/api/metrics";
import type { Formula, FormulaQuery, TrendResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { GranularityBracket } from "@/builders/query/granularity-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import type { Unit } from "@/builders/query/use-write";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Sentence } from "@/ui/sentence";
import { FormulaWords } from "./formula-words";
import { TrendAnswer } from "./trend-answer";

const PERIODS = ["minute", "hour", "day", "week", "month", "quarter"] as const;

/** Combinations of saved metrics over time. */
export function FormulaPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const metrics = useQuery(metricsQuery(project));
  if (metrics.data && metrics.data.length > 0) return <FormulaQuestion metrics={metrics.data} />;
  return (
    <Page title={t("question.formula.title")} about={t("question.formula.about")}>
      <Loaded asked={metrics}>
        {() => (
          <FirstStep
            title={t("question.formula.none")}
            action={
              <Link to={path("metrics")}>
                <Button type="primary">{t("question.formula.toMetrics")}</Button>
              </Link>
            }
          >
            {t("question.formula.noneHint")}
          </FirstStep>
        )}
      </Loaded>
    </Page>
  );
}

function FormulaQuestion({ metrics }: { metrics: Metric[] }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<FormulaQuery>({
    kind: "formula",
    formulas: [beginWith(metrics)],
    per: "day",
    range: { last: "30d" },
  });
  const asked = useAnswer<TrendResult>(query, query.formulas.length > 0);
  const slots = {
    formulas: (
      <FormulaWords
        formulas={query.formulas}
        names={metrics.map((each) => each.name)}
        onChange={(formulas) => change({ formulas })}
      />
    ),
    per: <GranularityBracket per={query.per} choices={PERIODS} onChange={(per) => change({ per })} />,
    range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
  };
  return (
    <QuestionFrame
      title={t("question.formula.title")}
      about={t("question.formula.about")}
      query={query}
      sentence={<Sentence text={t("question.formula.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => (
        <TrendAnswer
          query={{ ...query, kind: "trend", metrics: [] }}
          result={result}
          unit={unitOf(query.formulas, metrics)}
        />
      )}
    </QuestionFrame>
  );
}

/** The unit of formulas that are metrics by themselves, and of one unit; what is computed here has none. */
function unitOf(formulas: Formula[], metrics: Metric[]): Unit {
  const units = formulas.map((each) => {
    const name = typeof each === "string" ? each : each.formula;
    return metrics.find((metric) => metric.name === name)?.unit ?? "none";
  });
  return units.every((unit) => unit === units[0]) ? (units[0] ?? "none") : "none";
}

/** A metric that is computed of others shows best what a formula is. */
function beginWith(metrics: Metric[]): string {
  const computed = metrics.find((each) => typeof each.definition["formula"] === "string");
  return (computed ?? metrics[0])?.name ?? "";
}
