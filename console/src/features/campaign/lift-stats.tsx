import { useTranslation } from "react-i18next";
import type { CampaignResult } from "@/api/campaign-types";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

/** The two rates, what lies between them, and the same for revenue. */
export function LiftStats({ result }: { result: CampaignResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { lift, revenue_lift: revenue } = result;
  const rate = (converted: number, total: number) =>
    t("campaign.lift.converted", { n: format.whole(converted), total: format.whole(total) });
  const signed = (value: number, words: string) => (value > 0 ? `+${words}` : words);
  const difference = lift.difference ?? 0;
  const relative = lift.relative ?? null;
  return (
    <div className="stats">
      <Stat label={t("campaign.lift.treated")} below={rate(lift.treated_converted, lift.treated_people)}>
        {format.percent(lift.treated_rate, 1)}
      </Stat>
      <Stat label={t("campaign.lift.holdout")} below={rate(lift.holdout_converted, lift.holdout_people)}>
        {format.percent(lift.holdout_rate, 1)}
      </Stat>
      <Stat
        label={t("campaign.lift.difference")}
        below={
          relative === null
            ? null
            : t("campaign.lift.relative", { share: signed(relative, format.percent(relative)) })
        }
      >
        {signed(difference, format.percent(difference, 1))}
      </Stat>
      {revenue.difference === null ? null : (
        <Stat
          label={t("campaign.lift.revenue")}
          below={`${format.money(revenue.low)} … ${format.money(revenue.high)}`}
        >
          {signed(revenue.difference, format.money(revenue.difference))}
        </Stat>
      )}
    </div>
  );
}
