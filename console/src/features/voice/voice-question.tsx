import { useTranslation } from "react-i18next";
import type { VoiceQuery, VoiceResult } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { BreakdownBracket } from "@/builders/query/breakdown-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { GranularityBracket } from "@/builders/query/granularity-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { PropertyBracket } from "@/builders/query/property-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { StepBrackets } from "@/builders/query/step-brackets";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { FirstStep } from "@/ui/first-step";
import { Page } from "@/ui/page";
import { Sentence } from "@/ui/sentence";
import { VoiceAnswer } from "./voice-answer";

const SCALE = 5;
const SCALES = ["3", "4", "5", "7", "10"];
const METHODS = ["nps", "csat"] as const;

/** NPS or CSAT as a question page. */
export function VoiceQuestion({ first }: { first: VoiceQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<VoiceQuery>(first);
  const complete = Boolean(query.event && (query.score || query.comment));
  const asked = useAnswer<VoiceResult>(query, complete);
  const step = query.where ? { event: query.event, where: query.where } : { event: query.event };
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    event: <StepBrackets step={step} onChange={({ event, where }) => change({ event, where })} />,
    score: (
      <PropertyBracket
        numbers
        name={t("outcome.voice.score")}
        none={t("outcome.voice.pickScore")}
        property={query.score}
        onChange={(score) => change({ score })}
      />
    ),
    comment: (
      <PropertyBracket
        name={t("outcome.voice.comment")}
        none={t("outcome.voice.pickComment")}
        property={query.comment}
        onChange={(comment) => change({ comment })}
      />
    ),
    method: (
      <>
        <ChoiceBracket
          name={t("outcome.voice.method")}
          items={METHODS.map((value) => ({ value, label: t(`outcome.voice.methods.${value}`) }))}
          value={query.method}
          onChange={(next) => change({ method: next as VoiceQuery["method"], scale: undefined })}
        />
        {query.method === "csat" ? (
          <ChoiceBracket
            name={t("outcome.voice.scale")}
            items={SCALES.map((value) => ({ value, label: t("outcome.voice.scaleTo", { n: value }) }))}
            value={String(query.scale ?? SCALE)}
            label={t("outcome.voice.scaleTo", { n: query.scale ?? SCALE })}
            onChange={(next) => change({ scale: Number(next) === SCALE ? undefined : Number(next) })}
          />
        ) : null}
      </>
    ),
    per: (
      <GranularityBracket
        per={query.per}
        choices={["day", "week", "month", "quarter"]}
        onChange={(per) => change({ per })}
      />
    ),
    filter: <CountedEvents filter={query.filter} onChange={(filter) => change({ filter })} />,
    range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
    compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
    by: (
      <BreakdownBracket
        by={query.by}
        onChange={(by) => change({ by })}
        top={{ n: query.top, onChange: (top) => change({ top }) }}
      />
    ),
  };
  const sentence = <Sentence text={t("outcome.voice.sentence")} slots={slots} />;
  const [title, about] = [t("outcome.voice.title"), t("outcome.voice.about")];
  if (!complete) {
    return (
      <Page title={title} about={about}>
        <div className="panel sentence">{sentence}</div>
        <FirstStep title={title}>{t("outcome.voice.needScore")}</FirstStep>
      </Page>
    );
  }
  return (
    <QuestionFrame title={title} about={about} query={query} sentence={sentence} asked={asked}>
      {(result) => <VoiceAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
