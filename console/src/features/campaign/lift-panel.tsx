import { useTranslation } from "react-i18next";
import type { Lift } from "@/api/campaign-types";
import { LiftInterval } from "@/charts/lift-interval/lift-interval";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";

function verdict(low: number, high: number): "good" | "bad" | "unsure" {
  if (low > 0) return "good";
  return high < 0 ? "bad" : "unsure";
}

/** Whether it helped: the two rates, their difference, and how sure that is. */
export function LiftPanel({ lift }: { lift: Lift | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rate = (converted: number, total: number) =>
    t("campaign.lift.converted", { n: format.whole(converted), total: format.whole(total) });
  const points = (share: number) => `${share > 0 ? "+" : ""}${format.percent(share, 2)}`;
  const { difference = null, low = null, high = null } = lift ?? {};
  if (lift === null || difference === null || low === null || high === null) {
    return <Panel title={t("campaign.lift.title")}>{lift?.note ?? t("campaign.lift.none")}</Panel>;
  }
  return (
    <Panel title={t("campaign.lift.title")} note={t("campaign.lift.about")}>
      <div className="grid">
        <div className="span-6 stats">
          <Stat label={t("campaign.lift.treated")} below={rate(lift.treated_converted, lift.treated_people)}>
            {format.percent(lift.treated_rate, 2)}
          </Stat>
          <Stat label={t("campaign.lift.holdout")} below={rate(lift.holdout_converted, lift.holdout_people)}>
            {format.percent(lift.holdout_rate, 2)}
          </Stat>
          <Stat
            label={t("campaign.lift.difference")}
            below={
              lift.relative === null ? null : t("campaign.lift.relative", { share: points(lift.relative) })
            }
          >
            {points(difference)}
          </Stat>
        </div>
        <div className="span-6">
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
    </Panel>
  );
}
