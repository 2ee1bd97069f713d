import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { FunnelBar as Bar } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { EventBracket } from "@/builders/bracket/event-bracket";
import { StepBrackets } from "@/builders/query/step-brackets";

interface Props {
  bars: Bar[];
  /** How many steps there are. */
  steps: number;
  onChange: (bars: Bar[]) => void;
}

const MOST = 5;

/** Every stretch of the way, the whole first. */
function stretchesOf(steps: number): [number, number][] {
  const found: [number, number][] = [[1, steps]];
  for (let from = 1; from < steps; from += 1) {
    for (let to = from + 1; to <= steps; to += 1) if (from > 1 || to < steps) found.push([from, to]);
  }
  return found;
}

/** Events that end the way to the next step: which of them, and between which steps. */
export function ExcludeBracket({ bars, steps, onChange }: Props) {
  const { t } = useTranslation();
  const put = (at: number, bar: Bar) => onChange(bars.map((each, place) => (place === at ? bar : each)));
  return (
    <>
      {bars.map((bar, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an exclusion is its place in the question
        <span key={at}>
          {at > 0 ? t("question.byComma") : null}
          {`${t("question.funnel.excludeOne")} `}
          <StepBrackets
            step={bar}
            onChange={({ event, where }) => {
              const { where: _, ...rest } = bar;
              put(at, { ...rest, event, ...(where ? { where } : {}) });
            }}
          />
          <Stretch bar={bar} steps={steps} onChange={(next) => put(at, next)} />
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined />}
            aria-label={t("question.funnel.excludeRemove", { name: bar.event })}
            title={t("question.funnel.excludeRemove", { name: bar.event })}
            onClick={() => onChange(bars.filter((_, place) => place !== at))}
          />
        </span>
      ))}
      {bars.length < MOST ? (
        <EventBracket
          event=""
          label={t(bars.length > 0 ? "question.funnel.excludeAdd" : "question.funnel.excludeNothing")}
          name={t("question.funnel.excludeName")}
          onChange={(event) => onChange([...bars, { event }])}
        />
      ) : null}
    </>
  );
}

/** Between which steps it must not lie; nothing is said where that is all of them. */
function Stretch({ bar, steps, onChange }: { bar: Bar; steps: number; onChange: (bar: Bar) => void }) {
  const { t } = useTranslation();
  if (steps <= 2) return null;
  const [first, last] = [bar.from ?? 1, bar.to ?? steps];
  const isAll = (from: number, to: number) => from === 1 && to === steps;
  return (
    <ChoiceBracket
      width={240}
      name={t("question.funnel.excludePart")}
      items={stretchesOf(steps).map(([from, to]) => ({
        value: `${from}-${to}`,
        label: isAll(from, to)
          ? t("question.funnel.excludeAll")
          : t("question.funnel.excludeFrom", { from, to }),
      }))}
      value={`${first}-${last}`}
      empty={isAll(first, last)}
      onChange={(next) => {
        const [from = 1, to = steps] = next.split("-").map(Number);
        const { from: _f, to: _t, ...rest } = bar;
        onChange(isAll(from, to) ? rest : { ...rest, from, to });
      }}
    />
  );
}
