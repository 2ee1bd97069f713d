import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { LifecycleHistory, LifecycleModel, LifecycleStage } from "@/api/lifecycle";
import { inLanguage } from "@/api/said";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

interface Props {
  model: LifecycleModel;
  history: LifecycleHistory;
}

const DAY_MS = 86_400_000;

/** Every day between the first and the last that has a change; sizes stay until they change. */
function everyDay(days: LifecycleHistory["days"]) {
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return [];
  const known = new Map(days.map((each) => [each.day, each.sizes]));
  const filled: { day: string; sizes: typeof first.sizes }[] = [];
  let sizes = first.sizes;
  for (let at = Date.parse(first.day); at <= Date.parse(last.day); at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    sizes = known.get(day) ?? sizes;
    filled.push({ day, sizes });
  }
  return filled;
}

/** How many people stood in each stage, day by day, with the days somebody marked; a point opens its people. */
export function SizesPanel({ model, history }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const { stages } = model;
  const pick = (stage: LifecycleStage | undefined, at: string | undefined) => {
    if (!stage || !at) return;
    const query = { kind: "stage" as const, model: model.model, range: { last: "1d" }, at };
    open({
      title: `${t("life.stage.in", { stage: inLanguage(stage.label, format.language) })} · ${at}`,
      source: { kind: "query", query, who: { stage: stage.name } },
    });
  };
  const days = useMemo(() => everyDay(history.days), [history]);
  const lines = useMemo(
    () =>
      stages.map((stage) => ({
        name: inLanguage(stage.label, format.language),
        values: days.map((each) => each.sizes.find((size) => size.stage === stage.name)?.people ?? 0),
      })),
    [stages, days, format.language],
  );
  if (days.length < 2) return null;
  const marks = history.marks
    .map((mark) => `${mark.day} ${t(`lifecycle.mark.${mark.kind as "release"}`)}: ${mark.note}`)
    .join(" · ");
  return (
    <Panel title={t("lifecycle.sizes")} note={marks}>
      <TrendChart
        label={t("lifecycle.sizes")}
        labels={days.map((each) => each.day)}
        lines={lines}
        zone={format.zone}
        value={format.compact}
        height={280}
        onPick={(line, at) => pick(stages[line], days[at]?.day)}
      />
    </Panel>
  );
}
