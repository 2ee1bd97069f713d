import { useTranslation } from "react-i18next";
import type { Campaign, CampaignResult } from "@/api/campaign-types";
import { outcomePeople } from "@/api/people";
import { PeopleNumber } from "@/builders/people-drawer/people-number";

interface Props {
  campaign: Campaign;
  result: CampaignResult;
}

/** What those in the outbox wait for. */
export function WaitingFor({ campaign, result }: Props) {
  const { t } = useTranslation();
  const reasons = Object.entries(result.counts.waiting_for).filter(([, people]) => people > 0);
  return reasons.map(([reason, people]) => {
    const words = t(`campaign.waiting.${reason as "retry"}`, { defaultValue: reason });
    return (
      <div key={reason}>
        {words}{" "}
        <PeopleNumber
          value={people}
          behind={{
            title: `${campaign.name} · ${words}`,
            source: outcomePeople(campaign.campaign_id, `queued.${reason}`),
          }}
        />
      </div>
    );
  });
}
