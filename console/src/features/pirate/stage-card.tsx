import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { PirateStage, PirateStep } from "@/api/pirate";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { Sparkline } from "@/charts/sparkline/sparkline";
import { useFormat } from "@/lib/use-format";
import { Sentence } from "@/ui/sentence";
import { StageStep } from "./stage-step";

interface Props {
  stage: PirateStage;
  step: PirateStep | null;
  change: (step: PirateStep | null) => void;
}

/** One stage: what it is, how many, of whom, and how it was before. */
export function StageCard({ stage, step, change }: Props) {
  const { t } = useTranslation();
  const name = t(`pirate.stage.${stage.stage}`);
  return (
    <section className="panel pirate-stage" aria-label={name} title={stage.definition}>
      <h2>{name}</h2>
      <div className="pirate-step sentence">
        <StageStep name={stage.stage} step={step} change={change} />
      </div>
      {stage.error ? <Alert type="warning" showIcon title={stage.error} /> : null}
      {stage.number ? <StageNumbers stage={stage} name={name} /> : null}
      {stage.step === null ? <p className="soft">{t("pirate.notSaid")}</p> : null}
    </section>
  );
}

function StageNumbers({ stage, name }: { stage: PirateStage; name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { number, base, previous, change } = stage;
  const behind = (part: typeof number, title: string) =>
    part ? { title, source: { kind: "query" as const, query: part.query, who: part.who } } : null;
  const moved = change === null || change === 0 ? "" : change > 0 ? "good" : "bad";
  return (
    <>
      <div className="row pirate-number">
        <strong>
          <PeopleNumber value={number?.people} behind={behind(number, name)} />
        </strong>
        <span className={`pirate-change ${moved}`}>
          {change === null ? "" : `${change > 0 ? "+" : ""}${format.percent(change)}`}
        </span>
      </div>
      <div className="pirate-track" title={format.percent(stage.rate)}>
        <div className="pirate-fill" style={{ width: `${Math.min(1, stage.rate ?? 0) * 100}%` }} />
      </div>
      <div>
        <strong>{format.percent(stage.rate)}</strong> {t(`pirate.base.${stage.stage}`)}{" "}
        <PeopleNumber value={base?.people} behind={behind(base, t(`pirate.base.${stage.stage}`))} />
      </div>
      <div className="note">
        <Sentence
          text={t("pirate.before")}
          slots={{
            people: <PeopleNumber value={previous?.people} behind={behind(previous, name)} />,
            rate: format.percent(stage.previous_rate),
          }}
        />
      </div>
      {stage.money === null ? null : (
        <div className="note">
          {t("pirate.money", {
            money: format.money(stage.money),
            before: format.money(stage.previous_money),
          })}
        </div>
      )}
      <Sparkline
        label={t("pirate.trend", { stage: name })}
        values={stage.points.filter((point) => !point.is_incomplete).map((point) => point.people)}
        width={160}
        height={32}
      />
    </>
  );
}
