import { useState } from "react";
import type { LifecycleModel, ModelDefinition, StageDraft } from "@/api/lifecycle";
import "./lifecycle.css";
import { DraftBar } from "./draft-bar";
import { PreviewPanel } from "./preview-panel";
import { StageForm } from "./stage-form";
import { StageList } from "./stage-list";
import { VersionList } from "./version-list";

/** A stage that stands first asks nothing; every other one asks something. */
function inOrder(stages: StageDraft[]): StageDraft[] {
  return stages.map((stage, at) => {
    const { when, ...rest } = stage;
    return at === 0 ? rest : { ...rest, when: when ?? { all: [] } };
  });
}

/** The draft of a model, or its version in force, on the bench. */
export function ModelEditor({ model }: { model: LifecycleModel }) {
  const kept = model.draft ?? model.definition ?? { stages: [] };
  const [stages, setStages] = useState<StageDraft[]>(kept.stages);
  const [at, setAt] = useState(0);
  const definition: ModelDefinition = { stages };
  const change = (next: StageDraft[], chosen = at) => {
    setStages(inOrder(next));
    setAt(Math.max(0, Math.min(chosen, next.length - 1)));
  };
  const stage = stages[at];
  return (
    <div className="stack">
      <div className="stage-edit">
        <StageList stages={stages} at={at} onPick={setAt} onChange={change} />
        {stage ? (
          <StageForm
            key={stage.name}
            stage={stage}
            first={at === 0}
            onChange={(next) => change(stages.map((each, n) => (n === at ? next : each)))}
          />
        ) : null}
      </div>
      <PreviewPanel model={model} definition={definition} />
      <DraftBar
        model={model}
        definition={definition}
        changed={JSON.stringify(kept.stages) !== JSON.stringify(stages)}
      />
      <VersionList model={model} onRestore={(old) => change(old.stages, 0)} />
    </div>
  );
}
