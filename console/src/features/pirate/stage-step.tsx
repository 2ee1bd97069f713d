import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { PirateName, PirateStep } from "@/api/pirate";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { AmountBracket } from "@/builders/query/amount-bracket";
import { ManyBracket } from "@/builders/query/many-bracket";
import { useProject } from "@/lib/project-context";
import { Sentence } from "@/ui/sentence";

interface Props {
  name: PirateName;
  step: PirateStep | null;
  change: (step: PirateStep | null) => void;
}

const ANY = "*";
/** Without an event these stages say nothing; the others then mean any event. */
const NEEDS_EVENT: readonly PirateName[] = ["activation", "referral"];

/** What a stage is, as words that can be clicked. */
export function StageStep({ name, step, change }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const known = useQuery(catalogueQuery(project)).data?.events ?? [];
  const events = step === null || step.event === ANY ? [] : [step.event].flat();
  const needs = NEEDS_EVENT.includes(name);
  const choose = (chosen: string[]) => {
    if (chosen.length === 0) return change(needs ? null : { ...step, event: ANY });
    const [first] = chosen;
    change({ ...step, event: chosen.length === 1 && first ? first : chosen });
  };
  const words = (
    <>
      <ManyBracket
        name={t(`pirate.stage.${name}`)}
        none={t(needs ? "pirate.define" : "analysis.anyEvent")}
        chosen={events}
        choices={known.map((each) => ({ value: each.name, label: each.name }))}
        onChange={choose}
      />
      {step ? (
        <FilterBracket
          filter={step.where ?? undefined}
          {...(events[0] ? { event: events[0] } : {})}
          onChange={(where) => change({ ...step, where: where ?? null })}
        />
      ) : null}
    </>
  );
  const amount = (
    <AmountBracket
      amount={step?.amount ?? undefined}
      event={events[0] ?? ANY}
      onChange={(next) => change({ event: ANY, ...step, amount: next ?? null })}
    />
  );
  return <Sentence text={t(`pirate.of.${name}`)} slots={{ step: words, amount }} />;
}
