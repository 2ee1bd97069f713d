import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { historyQuery, type LifecycleLine, modelQuery, strategyQuery } from "@/api/lifecycle";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { FlowPanel } from "./flow-panel";
import { SizesPanel } from "./sizes-panel";
import { StageCard } from "./stage-card";

const SPAN = "365d";

/** The stages of a model as cards in the order of a life, their sizes over time, and the flow between them. */
export function Board({ line }: { line: LifecycleLine }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const published = line.version > 0;
  const model = useQuery(modelQuery(project, line.model));
  const history = useQuery({ ...historyQuery(project, line.model, SPAN), enabled: published });
  const strategy = useQuery({ ...strategyQuery(project, line.model), enabled: published });
  if (!published) return <div className="panel note">{t("lifecycle.draftOnly")}</div>;
  return (
    <Loaded asked={model} rows={8}>
      {(found) => {
        const total = found.stages.reduce((sum, each) => sum + each.people, 0);
        return (
          <div className="stack">
            <div className="note">
              {t("lifecycle.version", { n: found.version })}
              {found.refreshed_at
                ? ` · ${t("lifecycle.refreshed", { at: format.instant(found.refreshed_at) })}`
                : null}
              {line.has_draft ? ` · ${t("lifecycle.hasDraft")}` : null}
            </div>
            <div className="stage-cards" data-testid="stage-cards">
              {found.stages.map((stage) => (
                <StageCard
                  key={stage.name}
                  model={found}
                  stage={stage}
                  total={total}
                  stay={history.data?.stays.find((each) => each.stage === stage.name)}
                  strategy={strategy.data?.find((each) => each.stage === stage.name)}
                />
              ))}
            </div>
            {history.data ? <SizesPanel model={found} history={history.data} /> : null}
            <FlowPanel model={found} />
          </div>
        );
      }}
    </Loaded>
  );
}
