import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign, CampaignResult } from "@/api/campaign-types";
import { outcomePeople } from "@/api/people";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Sentence } from "@/ui/sentence";
import { Stat } from "@/ui/stat";

interface Props {
  campaign: Campaign;
  result: CampaignResult;
}

/** The two rates, what lies between them, and the same for revenue. */
export function LiftStats({ campaign, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { lift, revenue_lift: revenue } = result;
  const number = (value: number, outcome: string) => (
    <PeopleNumber
      value={value}
      behind={{
        title: `${campaign.name} · ${t("campaign.lift.title")}`,
        source: outcomePeople(campaign.campaign_id, outcome),
      }}
    />
  );
  const rate = (n: ReactNode, total: ReactNode) => (
    <Sentence text={t("campaign.lift.converted")} slots={{ n, total }} />
  );
  const signed = (value: number, words: string) => (value > 0 ? `+${words}` : words);
  const difference = lift.difference ?? 0;
  const relative = lift.relative ?? null;
  return (
    <div className="stats">
      <Stat
        label={t("campaign.lift.treated")}
        below={rate(number(lift.treated_converted, "converted"), number(lift.treated_people, "treated"))}
      >
        {format.percent(lift.treated_rate, 1)}
      </Stat>
      <Stat
        label={t("campaign.lift.holdout")}
        below={rate(
          number(lift.holdout_converted, "holdout_converted"),
          number(lift.holdout_people, "holdout"),
        )}
      >
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
