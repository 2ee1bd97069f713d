import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FunnelQuery, FunnelStep, Who } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { binWords } from "@/builders/query/bin-words";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

const LEVELS = ["p25", "p50", "p75", "p90"] as const;

interface Props {
  query: FunnelQuery;
  steps: FunnelStep[];
  /** Which group the steps are of; nothing for everybody. */
  split: Who;
}

/** How long people took from the step before: quantiles of every step, the histogram of one, whose bars open. */
export function FunnelTimes({ query, steps, split }: Props) {
  const { t } = useTranslation();
  const open = usePeopleDrawer();
  const format = useFormat();
  const timed = steps.flatMap((step, index) =>
    step.times ? [{ n: index + 1, name: step.name, times: step.times }] : [],
  );
  const [chosen, setChosen] = useState(0);
  const shown = timed[chosen] ?? timed[0];
  if (!shown) return null;
  const bins = shown.times.histogram;
  const names = bins.map((bin) => binWords({ from: bin.seconds_from, to: bin.seconds_to }, format.duration));
  const pick = (at: number) => {
    const bin = bins[at];
    if (!bin) return;
    const who = { step: shown.n, seconds: bin.seconds_from, ...split };
    open({ title: `${shown.n}. ${shown.name} · ${names[at]}`, source: { kind: "query", query, who } });
  };
  return (
    <Panel className="scroll" title={t("question.funnel.times")}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("question.funnel.step")}</th>
            {LEVELS.map((level) => (
              <th key={level} scope="col" className="num">
                {t("question.funnel.quantile", { p: level.slice(1) })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {timed.map(({ n, name, times }, index) => (
            <tr key={n}>
              <td>
                <button
                  type="button"
                  className="people-link"
                  aria-pressed={index === timed.indexOf(shown)}
                  onClick={() => setChosen(index)}
                >
                  {n}. {name}
                </button>
              </td>
              {LEVELS.map((level) => (
                <td key={level} className="num">
                  {format.duration(times[level])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {bins.length > 0 ? (
        <TrendChart
          bars
          height={200}
          label={`${t("question.funnel.times")}: ${shown.name}`}
          labels={names}
          lines={[{ name: `${shown.n}. ${shown.name}`, values: bins.map((bin) => bin.people) }]}
          zone=""
          value={format.compact}
          onPick={(_, at) => pick(at)}
        />
      ) : null}
    </Panel>
  );
}
