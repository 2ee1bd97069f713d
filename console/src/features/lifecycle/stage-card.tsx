import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { LifecycleHistory, LifecycleModel, LifecycleStage, StageStrategy } from "@/api/lifecycle";
import { inLanguage } from "@/api/said";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import "./lifecycle.css";
import { PlayLine } from "./play-line";
import { StrategyEditor } from "./strategy-editor";

interface Props {
  model: LifecycleModel;
  stage: LifecycleStage;
  total: number;
  stay: LifecycleHistory["stays"][number] | undefined;
  strategy: StageStrategy | undefined;
}

/** One stage: who is in it and why, how long they stay, and what is done for them. */
export function StageCard({ model, stage, total, stay, strategy }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const label = inLanguage(stage.label, format.language);
  const days = stay?.median_days;
  return (
    <section className="panel stage-card" aria-label={label}>
      <h3>{label}</h3>
      <div className="value">
        <PeopleNumber
          value={stage.people}
          behind={{
            title: t("life.stage.in", { stage: label }),
            source: {
              kind: "condition",
              condition: { stage: { model: model.model, in: [stage.name] } },
            },
          }}
        />
      </div>
      <div className="note">
        {t("lifecycle.share", { share: format.percent(total > 0 ? stage.people / total : null) })}
        {" · "}
        {days === null || days === undefined
          ? t("lifecycle.noStays")
          : t("lifecycle.stays", { days: format.whole(Math.round(days)) })}
      </div>
      <div className="note why" title={inLanguage(stage.sentence, format.language)}>
        {inLanguage(stage.sentence, format.language)}
      </div>
      {strategy ? <Plan model={model} strategy={strategy} /> : null}
    </section>
  );
}

function Plan({ model, strategy }: { model: LifecycleModel; strategy: StageStrategy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const [editing, setEditing] = useState(false);
  const target = model.stages.find((each) => each.name === strategy.move_to);
  const event = strategy.metric?.event;
  const goal = target
    ? t("lifecycle.goalMove", { stage: inLanguage(target.label, format.language) })
    : event
      ? t("lifecycle.goalMetric", { event: `${event}` })
      : null;
  const shown = (value: number | null) =>
    target ? format.percent(value) : value === null ? "–" : value.toFixed(2);
  return (
    <div className="plan">
      {goal ? (
        <>
          <span>
            {t("lifecycle.goal")}: <strong>{goal}</strong>
          </span>
          <span className="note">
            {t("lifecycle.result", {
              value: shown(strategy.value),
              before: shown(strategy.value_before),
            })}
            {strategy.target === null ? "" : ` · ${t("lifecycle.target")} ${shown(strategy.target)}`}
          </span>
        </>
      ) : (
        <span className="note">{t("lifecycle.noGoal")}</span>
      )}
      {strategy.plays.length > 0 ? (
        <ul>
          {strategy.plays.map((play) => (
            <PlayLine key={`${play.kind} ${play.name}`} play={play} />
          ))}
        </ul>
      ) : null}
      {may("analyst") ? (
        <button type="button" className="people-link" onClick={() => setEditing(true)}>
          {t("lifecycle.plan")}
        </button>
      ) : null}
      {editing ? <StrategyEditor model={model} strategy={strategy} done={() => setEditing(false)} /> : null}
    </div>
  );
}
