import { useMutation, useQueryClient } from "@tanstack/react-query";
import { InputNumber, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keepStrategy, type LifecycleModel, lifecycleKey, type StageStrategy } from "@/api/lifecycle";
import { inLanguage } from "@/api/said";
import { EventBracket } from "@/builders/bracket/event-bracket";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Dialog } from "@/ui/dialog";
import { PlaysEditor } from "./plays-editor";

interface Props {
  model: LifecycleModel;
  strategy: StageStrategy;
  done: () => void;
}
type Kind = "none" | "move" | "metric";
const KINDS: Kind[] = ["none", "move", "metric"];

function kindOf(strategy: StageStrategy): Kind {
  if (strategy.move_to) return "move";
  return strategy.metric ? "metric" : "none";
}

/** The goal of a stage, and what is done to reach it. */
export function StrategyEditor({ model, strategy, done }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const { language } = useFormat();
  const queries = useQueryClient();
  const others = model.stages.filter((each) => each.name !== strategy.stage);
  const [kind, setKind] = useState<Kind>(kindOf(strategy));
  const [moveTo, setMoveTo] = useState(strategy.move_to ?? others.at(-1)?.name ?? "");
  const [event, setEvent] = useState(`${strategy.metric?.event ?? ""}`);
  const [target, setTarget] = useState<number | null>(strategy.target);
  const [plays, setPlays] = useState(strategy.plays);
  const save = useMutation({
    mutationFn: () => {
      const promised = target === null ? {} : { target };
      const goal =
        kind === "move"
          ? { move_to: moveTo, ...promised }
          : kind === "metric"
            ? { metric: { event }, ...promised }
            : {};
      const named = plays.filter((play) => play.name.trim());
      return keepStrategy(project, model.model, strategy.stage, {
        goal,
        plays: named.map(({ result: _, ...play }) => play),
      });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [...lifecycleKey(project), "strategy"] });
      done();
    },
  });
  return (
    <Dialog
      width={640}
      title={`${t("lifecycle.plan")}: ${inLanguage(strategy.label, language)}`}
      ready={kind !== "metric" || event !== ""}
      doing={save.isPending}
      error={save.error}
      act={() => save.mutate()}
      close={done}
    >
      <div className="row">
        <Select
          aria-label={t("lifecycle.goalKind")}
          style={{ width: 180 }}
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: t(`lifecycle.kind.${value}`) }))}
        />
        {kind === "move" ? (
          <Select
            aria-label={t("lifecycle.goal")}
            style={{ width: 160 }}
            value={moveTo}
            onChange={setMoveTo}
            options={others.map((each) => ({
              value: each.name,
              label: inLanguage(each.label, language),
            }))}
          />
        ) : null}
        {kind === "metric" ? <EventBracket event={event} onChange={setEvent} /> : null}
        {kind === "none" ? null : (
          <InputNumber
            aria-label={t("lifecycle.target")}
            placeholder={t("lifecycle.target")}
            value={target}
            step={kind === "move" ? 0.05 : 1}
            min={0}
            onChange={setTarget}
          />
        )}
      </div>
      <PlaysEditor plays={plays} onChange={setPlays} />
    </Dialog>
  );
}
