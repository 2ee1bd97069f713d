import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { Match } from "@/api/matches";
import { WaterfallBar } from "@/charts/waterfall/waterfall-bar";
import { type Step, waterfall } from "@/charts/waterfall/waterfall-steps";

const NOWHERE: Step = { from: 0, to: 0 };
const signed = (weight: number) => `${weight > 0 ? "+" : ""}${weight.toFixed(1)}`;

/** What each field adds to the odds, from those of any two people to the pair's: a waterfall as a table. */
export function MatchFields({ match }: { match: Match }) {
  const { t } = useTranslation();
  const all = waterfall(
    match.prior,
    match.fields.map((field) => field.weight),
  );
  const bar = (at: number, label: string, weight: number, whole = false) => (
    <>
      <td className="num">{signed(weight)}</td>
      <td className="bar">
        <WaterfallBar
          all={all}
          step={all.steps[at] ?? NOWHERE}
          whole={whole}
          label={`${label} ${signed(weight)}`}
        />
      </td>
    </>
  );
  return (
    <div className="scroll">
      <table className="plain match-fields">
        <thead>
          <tr>
            <th>{t("match.rules.field")}</th>
            <th>{t("match.left")}</th>
            <th>{t("match.right")}</th>
            <th>{t("match.agreement")}</th>
            <th className="num">
              <Tooltip title={t("match.weightHint")}>{t("match.weight")}</Tooltip>
            </th>
            <th className="bar">
              <span className="visually-hidden">{t("match.weight")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td colSpan={4} className="soft">
              {t("match.prior")}
            </td>
            {bar(0, t("match.prior"), match.prior, true)}
          </tr>
          {match.fields.map((field, place) => (
            <tr key={field.field}>
              <td>{field.field}</td>
              <td>{field.left ?? "–"}</td>
              <td>{field.right ?? "–"}</td>
              <td className="soft">
                {t(`match.levels.${field.level as "exact"}`, { defaultValue: field.level })}
              </td>
              {bar(place + 1, field.field, field.weight)}
            </tr>
          ))}
          <tr className="whole">
            <td colSpan={4}>{t("match.total")}</td>
            {bar(all.steps.length - 1, t("match.total"), match.weight, true)}
          </tr>
        </tbody>
      </table>
    </div>
  );
}
