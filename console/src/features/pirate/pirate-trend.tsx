import { useTranslation } from "react-i18next";
import type { PirateAnswer } from "@/api/pirate";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel } from "@/lib/date-format";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

/** The people of each stage, period by period. */
export function PirateTrend({ answer }: { answer: PirateAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const stages = answer.stages.filter((each) => each.points.length > 0);
  const labels = [...new Set(stages.flatMap((each) => each.points.map((point) => point.t)))].sort();
  if (labels.length < 2) return null;
  const openEnd = stages.some((each) => each.points.at(-1)?.is_incomplete);
  return (
    <Panel title={t("pirate.trends")} note={openEnd ? t("question.openEnd") : null}>
      <TrendChart
        height={280}
        label={t("pirate.trends")}
        labels={labels.map((each) => periodLabel(each, answer.per))}
        lines={stages.map((each) => {
          const found = new Map(each.points.map((point) => [point.t, point.people]));
          return {
            name: t(`pirate.stage.${each.stage}`),
            values: labels.map((label) => found.get(label) ?? 0),
          };
        })}
        zone={format.zone}
        value={format.compact}
        openEnd={openEnd}
      />
    </Panel>
  );
}
