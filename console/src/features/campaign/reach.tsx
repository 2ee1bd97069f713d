import { useTranslation } from "react-i18next";
import type { Campaign, CampaignPreview } from "@/api/campaign-types";
import type { Condition } from "@/api/condition-types";
import { outcomePeople, type PeopleSource } from "@/api/people";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { Sentence } from "@/ui/sentence";

interface Props {
  campaign: Campaign;
  preview: CampaignPreview;
}

/** How many a draft is for, how many of them it would withhold and reach; each opens as people. */
export function Reach({ campaign, preview }: Props) {
  const { t } = useTranslation();
  const audience: PeopleSource = {
    kind: "condition",
    condition: campaign.segment_id
      ? ({ segment: { id: campaign.segment_id } } as unknown as Condition)
      : (campaign.audience as Condition | null),
  };
  const number = (value: number, name: "audience" | "holdout" | "reachable", source: PeopleSource) => (
    <PeopleNumber
      value={value}
      behind={{ title: `${campaign.name} · ${t(`campaign.reached.${name}`)}`, source }}
    />
  );
  const of = (outcome: string) => outcomePeople(campaign.campaign_id, outcome);
  return (
    <div className="note">
      <Sentence
        text={t("campaign.reach")}
        slots={{
          audience: number(preview.audience, "audience", audience),
          holdout: number(preview.holdout, "holdout", of("to_withhold")),
          reachable: number(preview.reachable, "reachable", of("reachable")),
        }}
      />
    </div>
  );
}
