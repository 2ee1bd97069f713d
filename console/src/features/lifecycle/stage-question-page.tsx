import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { type LifecycleLine, modelQuery, modelsQuery } from "@/api/lifecycle";
import type { StageQuery, StageResult } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { AsOfBracket } from "@/builders/query/as-of-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { Sentence } from "@/ui/sentence";
import { StageMoves } from "./stage-moves";
import { StageSizes } from "./stage-sizes";

const LATELY = { last: "90d" };

/** How many people stand in each stage, and who moved, as a question. */
export function StageQuestionPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const models = useQuery(modelsQuery(project));
  const published = models.data?.filter((each) => each.version > 0) ?? [];
  if (published.length > 0) return <StageQuestion models={published} />;
  return (
    <Page title={t("lifecycle.ask.title")} about={t("lifecycle.ask.about")}>
      <Loaded asked={models} rows={8}>
        {() => (
          <FirstStep
            title={t("pool.noModel")}
            action={
              <Link to={path("lifecycle")}>
                <Button type="primary">{t("pool.toLifecycle")}</Button>
              </Link>
            }
          >
            {t("lifecycle.ask.noModelHint")}
          </FirstStep>
        )}
      </Loaded>
    </Page>
  );
}

function StageQuestion({ models }: { models: LifecycleLine[] }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const first = models.find((each) => each.model === "default") ?? models[0];
  const [query, change] = useQuestion<StageQuery>({
    kind: "stage",
    model: first?.model ?? "default",
    range: LATELY,
  });
  const asked = useAnswer<StageResult>(query);
  const name = query.model ?? "default";
  const isKnown = models.some((each) => each.model === name);
  const model = useQuery({ ...modelQuery(project, name), enabled: isKnown });
  const stages = model.data?.stages ?? [];
  const slots = {
    model: (
      <ChoiceBracket
        name={t("lifecycle.model")}
        value={name}
        items={models.map((each) => ({ value: each.model, label: each.title }))}
        onChange={(next) => change({ model: next })}
      />
    ),
    at: <AsOfBracket at={query.at} none={t("question.asOf.rangeEnd")} onChange={(at) => change({ at })} />,
    range: <RangeBracket range={query.range ?? LATELY} onChange={(range) => range && change({ range })} />,
  };
  return (
    <QuestionFrame
      title={t("lifecycle.ask.title")}
      about={t("lifecycle.ask.about")}
      query={query}
      sentence={<Sentence text={t("lifecycle.ask.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => (
        <>
          <StageSizes stages={stages} query={query} result={result} />
          <Panel title={t("lifecycle.flow")} note={t("lifecycle.ask.movesNote")}>
            <StageMoves stages={stages} query={query} result={result} />
          </Panel>
        </>
      )}
    </QuestionFrame>
  );
}
