import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import { type ScoreFull, scoreHistoryQuery } from "@/api/scores";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";

/** How many people were in each band, day by day. */
export function ScoreHistory({ score }: { score: ScoreFull }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const asked = useQuery(scoreHistoryQuery(project, score.score_id));
  return (
    <Panel title={t("score.history")}>
      <Loaded asked={asked} rows={4}>
        {(days) =>
          days.length < 2 ? (
            <span className="note">{t("tag.oneDay")}</span>
          ) : (
            <TrendChart
              height={240}
              label={t("score.history")}
              labels={days.map((each) => each.day.slice(5))}
              lines={score.spread.bands.map(({ band, label }) => ({
                name: band ? inLanguage(label, format.language) : t("score.below"),
                values: days.map((each) => each.people[band] ?? 0),
              }))}
              zone={format.zone}
              value={format.compact}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}
