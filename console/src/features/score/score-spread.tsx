import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import type { ScoreSpread } from "@/api/scores";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

interface Props {
  spread: ScoreSpread;
  behindBand: (band: string, title: string) => PeopleBehind;
  behindBar: (start: number, end: number) => PeopleBehind;
}

/** Bands with their people, and a histogram of points; each bar opens its people. */
export function ScoreSpreadPanels({ spread, behindBand, behindBar }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const pick = (at: number) => {
    const bar = spread.bars[at];
    if (bar) open(behindBar(bar.start, bar.end));
  };
  return (
    <div className="grid">
      <Panel title={t("score.bands")} className="span-4">
        <table className="plain">
          <tbody>
            {spread.bands.map(({ band, label, people }) => {
              const said = band ? inLanguage(label, format.language) : t("score.below");
              return (
                <tr key={band}>
                  <td>{said}</td>
                  <td className="num">
                    <PeopleNumber value={people} behind={behindBand(band, said)} />
                  </td>
                  <td className="num">{format.percent(spread.scored > 0 ? people / spread.scored : null)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Panel>
      <Panel title={t("score.bars")} className="span-8">
        {spread.bars.length === 0 ? (
          <span className="note">{t("score.noScore")}</span>
        ) : (
          <TrendChart
            bars
            height={220}
            zone=""
            label={t("score.bars")}
            labels={spread.bars.map((bar) => `${bar.start}–${bar.end}`)}
            lines={[{ name: t("common.count"), values: spread.bars.map((bar) => bar.people) }]}
            value={format.compact}
            onPick={(_, at) => pick(at)}
          />
        )}
      </Panel>
    </div>
  );
}
