import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import { type ScoreFull, scoreHistoryQuery } from "@/api/scores";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";

/** How many people were in each band, day by day; a point opens them. */
export function ScoreHistory({ score }: { score: ScoreFull }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const open = usePeopleDrawer();
  const asked = useQuery(scoreHistoryQuery(project, score.score_id));
  const named = (band: ScoreFull["spread"]["bands"][number]) =>
    band.band ? inLanguage(band.label, format.language) : t("score.below");
  const pick = (on: string | undefined, line: number) => {
    const band = score.spread.bands[line];
    if (!band || !on) return;
    open({
      title: `${inLanguage(score.label, format.language)} · ${named(band)} · ${on}`,
      source: { kind: "named", named: { score: { score_id: score.score_id, band: band.band, on } } },
    });
  };
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
              lines={score.spread.bands.map((band) => ({
                name: named(band),
                values: days.map((each) => each.people[band.band] ?? 0),
              }))}
              zone={format.zone}
              value={format.compact}
              onPick={(line, at) => pick(days[at]?.day, line)}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}
