import { useTranslation } from "react-i18next";
import type { Campaign, CampaignResult } from "@/api/campaign-types";
import { LiftInterval } from "@/charts/lift-interval/lift-interval";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import { LiftStats } from "./lift-stats";

interface Props {
  campaign: Campaign;
  result: CampaignResult;
}

function verdict(low: number, high: number): "good" | "bad" | "unsure" {
  if (low > 0) return "good";
  return high < 0 ? "bad" : "unsure";
}

/** Whether it helped: the two rates, their difference, and how sure that is. */
export function LiftPanel({ campaign, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { lift } = result;
  const { difference, low, high, note } = lift;
  const points = (share: number) => `${share > 0 ? "+" : ""}${format.percent(share, 2)}`;
  if (difference === null || low === null || high === null) {
    const words = note ? t(`campaign.lift.notes.${note as "no_goal"}`, { defaultValue: note }) : "";
    return <Panel title={t("campaign.lift.title")}>{words || t("campaign.lift.none")}</Panel>;
  }
  return (
    <Panel title={t("campaign.lift.title")} note={t("campaign.lift.about")}>
      <div className="grid">
        <div className="span-7">
          <LiftStats campaign={campaign} result={result} />
        </div>
        <div className="span-5">
          <LiftInterval
            label={t("campaign.lift.label", {
              difference: points(difference),
              low: points(low),
              high: points(high),
            })}
            low={low}
            difference={difference}
            high={high}
            percent={points}
          />
          <p className="soft" style={{ textAlign: "center" }}>
            {t(`campaign.lift.${verdict(low, high)}`)}{" "}
            {lift.p_value === null ? null : (
              <span className="note">{t("campaign.lift.p", { p: lift.p_value.toFixed(3) })}</span>
            )}
          </p>
        </div>
      </div>
      {result.windows_open > 0 ? (
        <div className="note">{t("campaign.lift.windows", { n: format.whole(result.windows_open) })}</div>
      ) : null}
      {result.split.is_sound ? null : <div className="note">{t("campaign.lift.notes.split_wrong")}</div>}
    </Panel>
  );
}
