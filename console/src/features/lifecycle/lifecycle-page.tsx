import { useTranslation } from "react-i18next";
import type { StageQuery, StageResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { Sentence } from "@/ui/sentence";
import { LifecycleAnswer } from "./lifecycle-answer";

const FIRST: StageQuery = { kind: "stage", model: "default", range: { last: "30d" } };

/** Stages of life now, and who moved. */
export function LifecyclePage() {
  const { t } = useTranslation();
  const [query, change] = useQuestion<StageQuery>(FIRST);
  const asked = useAnswer<StageResult>(query);
  const sentence = (
    <Sentence
      text={t("life.stage.sentence")}
      slots={{
        range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
      }}
    />
  );
  return (
    <QuestionFrame
      title={t("life.stage.title")}
      about={t("life.stage.about")}
      query={query}
      sentence={sentence}
      asked={asked}
    >
      {(result) => <LifecycleAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
