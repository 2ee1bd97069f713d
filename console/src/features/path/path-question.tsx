import { useTranslation } from "react-i18next";
import type { PathQuery, PathResult } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { BreakdownBracket } from "@/builders/query/breakdown-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { EventsBracket } from "@/builders/query/events-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { PropertyBracket } from "@/builders/query/property-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { SpanBracket } from "@/builders/query/span-bracket";
import { StepBrackets } from "@/builders/query/step-brackets";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { Sentence } from "@/ui/sentence";
import { PathAnswer } from "./path-answer";

/** Where the paths lie, seen from the event. */
const DIRECTIONS = ["after", "before", "around"] as const;
const DEPTHS = ["2", "3", "4", "5", "6", "7", "8", "9", "10"];
const TOPS = ["3", "4", "5", "6", "8", "10", "15", "20"];

/** Paths as a question page. */
export function PathQuestion({ first }: { first: PathQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<PathQuery>(first);
  const asked = useAnswer<PathResult>(query, query.anchor.event !== "");
  const count = (name: "depth" | "top", choices: string[]) => (
    <ChoiceBracket
      name={t(`analysis.path.${name}`)}
      items={choices.map((value) => ({ value, label: t(`analysis.path.${name}s`, { n: value }) }))}
      value={String(query[name])}
      onChange={(next) => change({ [name]: Number(next) })}
    />
  );
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    direction: (
      <ChoiceBracket
        name={t("analysis.path.direction")}
        items={DIRECTIONS.map((value) => ({ value, label: t(`analysis.path.directions.${value}`) }))}
        value={query.direction ?? "after"}
        onChange={(next) => change({ direction: DIRECTIONS.find((each) => each === next) })}
      />
    ),
    anchor: <StepBrackets step={query.anchor} onChange={(anchor) => change({ anchor })} />,
    window: (
      <SpanBracket
        name={t("analysis.path.window")}
        span={query.window}
        onChange={(window) => change({ window })}
      />
    ),
    steps: (
      <EventsBracket
        name={t("analysis.path.through")}
        events={query.steps?.event ?? []}
        where={query.steps?.where}
        onChange={(steps) => change({ steps })}
      />
    ),
    named: (
      <PropertyBracket
        name={t("analysis.path.named")}
        none={t("analysis.path.byEvent")}
        property={query.named_by?.property}
        onChange={(property) => change({ named_by: property ? { property } : undefined })}
      />
    ),
    repeats: (
      <ChoiceBracket
        name={t("analysis.path.repeats")}
        items={[
          { value: "merge", label: t("analysis.path.merged") },
          { value: "keep", label: t("analysis.path.kept") },
        ]}
        value={query.repeats ? "keep" : "merge"}
        onChange={(next) => change({ repeats: next === "keep" || undefined })}
      />
    ),
    depth: count("depth", DEPTHS),
    top: count("top", TOPS),
    filter: <CountedEvents filter={query.filter} onChange={(filter) => change({ filter })} />,
    range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
    by: <BreakdownBracket by={query.by} onChange={(by) => change({ by })} />,
    compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
  };
  return (
    <QuestionFrame
      title={t("analysis.path.title")}
      about={t("analysis.path.about")}
      query={query}
      sentence={<Sentence text={t("analysis.path.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => <PathAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
