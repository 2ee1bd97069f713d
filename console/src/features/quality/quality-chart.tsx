import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Quality } from "@/api/quality";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import { pointsOf } from "./quality-points";

interface Props {
  quality: Quality;
  daily: boolean;
  /** Only this group; null: all. */
  group: string | null;
}
const OUTCOMES = ["accepted", "repaired", "duplicate", "rejected", "warned"] as const;

/** Outcomes over time, stacked by hour or day. */
export function QualityChart({ quality, daily, group }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { labels, values } = useMemo(
    () => pointsOf(quality, { daily, group, zone: format.zone }),
    [quality, daily, group, format.zone],
  );
  const shown = OUTCOMES.filter((name) => values[name]?.some((value) => value > 0));
  return (
    <Panel
      title={t("watch.quality.chart")}
      note={group === null ? null : t("watch.quality.of", { group: group || t("watch.quality.noGroup") })}
    >
      <TrendChart
        height={240}
        label={t("watch.quality.chart")}
        labels={labels}
        zone={format.zone}
        value={format.compact}
        lines={shown.map((name) => ({ name: t(`watch.outcome.${name}`), values: values[name] ?? [] }))}
      />
    </Panel>
  );
}
