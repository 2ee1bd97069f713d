import { useTranslation } from "react-i18next";
import type { Campaign, CampaignResult } from "@/api/campaign-types";
import { outcomePeople } from "@/api/people";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { Panel } from "@/ui/panel";

interface Props {
  campaign: Campaign;
  result: CampaignResult;
}

/** Who got nothing, and why. */
export function NotSent({ campaign, result }: Props) {
  const { t } = useTranslation();
  const reasons = Object.entries(result.counts.suppressed).filter(([, people]) => people > 0);
  const words = (reason: string) => t(`campaign.reason.${reason as "cooldown"}`, { defaultValue: reason });
  return (
    <Panel title={t("campaign.notSent")}>
      {reasons.length === 0 ? <span className="note">{t("common.none")}</span> : null}
      <dl className="facts">
        {reasons.map(([reason, people]) => (
          <div key={reason}>
            <dt>{words(reason)}</dt>
            <dd>
              <PeopleNumber
                value={people}
                behind={{
                  title: `${campaign.name} · ${words(reason)}`,
                  source: outcomePeople(campaign.campaign_id, `suppressed.${reason}`),
                }}
              />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
