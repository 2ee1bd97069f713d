import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import { type LifecycleModel, type ModelDefinition, previewQuery } from "@/api/lifecycle";
import { inLanguage } from "@/api/said";
import { isComplete } from "@/builders/condition/complete";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useSettled } from "@/lib/use-settled";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";

interface Props {
  model: LifecycleModel;
  definition: ModelDefinition;
}

/** How many would stand where under the definition on the bench, and who would move. */
export function PreviewPanel({ model, definition }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const settled = useSettled(JSON.stringify(definition));
  const wanted = JSON.parse(settled) as ModelDefinition;
  const complete = wanted.stages.every((each, at) => at === 0 || (each.when && isComplete(each.when)));
  const asked = useQuery({
    ...previewQuery(project, model.model, wanted),
    enabled: complete,
    placeholderData: keepPreviousData,
  });
  const words = (name: string) => {
    const stage =
      wanted.stages.find((each) => each.name === name) ?? model.stages.find((each) => each.name === name);
    return stage ? inLanguage(stage.label, format.language) : name;
  };
  const people = (title: string, condition: unknown) => ({
    title,
    source: { kind: "condition" as const, condition: condition as Condition },
  });
  return (
    <Panel title={t("lifecycle.editor.preview")} note={t("lifecycle.editor.previewAbout")}>
      {complete ? (
        <Loaded asked={asked}>
          {(found) => (
            <div className="stack" data-testid="preview">
              <div className="stats">
                {found.stages.map((stage) => (
                  <div className="stat" key={stage.stage}>
                    <div className="label">{inLanguage(stage.label, format.language)}</div>
                    <div className="value">
                      <PeopleNumber
                        value={stage.people}
                        behind={people(inLanguage(stage.label, format.language), stage.condition)}
                      />
                    </div>
                    <div className="note">
                      {t("lifecycle.editor.now")}{" "}
                      <PeopleNumber
                        value={stage.people_now}
                        behind={
                          model.stages.some((each) => each.name === stage.stage)
                            ? people(inLanguage(stage.label, format.language), {
                                stage: { model: model.model, in: [stage.stage] },
                              })
                            : null
                        }
                      />
                    </div>
                  </div>
                ))}
              </div>
              <strong>
                {found.moved > 0
                  ? t("lifecycle.editor.moved", { n: format.whole(found.moved) })
                  : t("lifecycle.editor.nobody")}
              </strong>
              <div className="row">
                {found.moves.map((move) => (
                  <span key={`${move.origin}>${move.target}`}>
                    {words(move.origin)} → {words(move.target)}:{" "}
                    <PeopleNumber
                      value={move.people}
                      behind={people(`${words(move.origin)} → ${words(move.target)}`, move.condition)}
                    />
                  </span>
                ))}
              </div>
            </div>
          )}
        </Loaded>
      ) : (
        <span className="note">{t("lifecycle.editor.incomplete")}</span>
      )}
    </Panel>
  );
}
