import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import type { ScoreFull } from "@/api/scores";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import { points } from "./score-names";

/** What gives points, and how they fade. */
export function ScoreRules({ score }: { score: ScoreFull }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { half_life, bounds } = score.definition;
  const fading = half_life ? t("score.fades", { n: Number.parseInt(half_life, 10) }) : t("score.stays");
  const span = bounds ? ` · ${t("score.bounds")} ${bounds.min ?? "–"} … ${bounds.max ?? "–"}` : "";
  return (
    <Panel title={t("score.rules")} note={fading + span}>
      <table className="plain">
        <thead>
          <tr>
            <th>{t("score.rule")}</th>
            <th />
            <th className="num">{t("score.points")}</th>
            <th className="num">{t("score.perDay")}</th>
          </tr>
        </thead>
        <tbody>
          {score.rules.map((rule) => (
            <tr key={rule.name}>
              <td>{inLanguage(rule.label, format.language)}</td>
              <td className="soft">{inLanguage(rule.sentence, format.language)}</td>
              <td className="num">{rule.points > 0 ? `+${points(rule.points)}` : points(rule.points)}</td>
              <td className="num">
                {rule.per_day_max === null ? t("score.noBound") : points(rule.per_day_max)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
