import { Button, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import type { EventFilter } from "@/api/condition-types";
import type { ScoreRule } from "@/api/scores";
import { EventBracket } from "@/builders/bracket/event-bracket";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";

interface Props {
  rules: ScoreRule[];
  onChange: (rules: ScoreRule[]) => void;
}

/** Which events give how many points, to whom, and how many a day at most. */
export function RulesEditor({ rules, onChange }: Props) {
  const { t } = useTranslation();
  const put = (at: number, next: ScoreRule) =>
    onChange(rules.map((each, place) => (place === at ? next : each)));
  return (
    <div className="stack" style={{ gap: 8 }}>
      {rules.map((rule, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule is told by its place while its event is chosen
        <div key={at} className="row sentence">
          <RuleLine rule={rule} onChange={(next) => put(at, next)} />
          <Button
            size="small"
            disabled={rules.length === 1}
            onClick={() => onChange(rules.filter((_, place) => place !== at))}
          >
            {t("score.removeRow")}
          </Button>
        </div>
      ))}
      <Button
        style={{ alignSelf: "flex-start" }}
        onClick={() => onChange([...rules, { event: "", points: 1 }])}
      >
        {t("score.addRule")}
      </Button>
    </div>
  );
}

function RuleLine({ rule, onChange }: { rule: ScoreRule; onChange: (rule: ScoreRule) => void }) {
  const { t } = useTranslation();
  const { where, ...unfiltered } = rule;
  const { people, ...forAll } = rule;
  const { per_day_max: most, ...unbound } = rule;
  const named = (event: string): ScoreRule => {
    const { label: _, name: __, ...rest } = rule;
    return { ...rest, event };
  };
  return (
    <>
      <EventBracket event={rule.event} onChange={(event) => onChange(named(event))} />
      <FilterBracket
        filter={where as EventFilter | undefined}
        event={rule.event}
        onChange={(next) => onChange(next ? { ...rule, where: { ...next } } : unfiltered)}
      />
      <InputNumber
        size="small"
        style={{ width: 130 }}
        prefix={t("score.points")}
        aria-label={t("score.points")}
        value={rule.points}
        onChange={(points) => onChange({ ...rule, points: points ?? 0 })}
      />
      <InputNumber
        size="small"
        min={0.001}
        style={{ width: 170 }}
        prefix={t("score.perDay")}
        aria-label={t("score.perDay")}
        placeholder={t("score.noBound")}
        value={most ?? null}
        onChange={(bound) => onChange(bound ? { ...rule, per_day_max: bound } : unbound)}
      />
      <span className="soft">{t("score.only")}</span>
      <PeopleBracket
        people={people as never}
        onChange={(next) => onChange(next ? { ...rule, people: next as Record<string, unknown> } : forAll)}
      />
    </>
  );
}
