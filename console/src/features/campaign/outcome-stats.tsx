import { useTranslation } from "react-i18next";
import type { Campaign, CampaignResult } from "@/api/campaign-types";
import { outcomePeople } from "@/api/people";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";
import { WaitingFor } from "./waiting-for";

interface Props {
  campaign: Campaign;
  result: CampaignResult;
}

const OUTCOMES = [
  "queued",
  "sent",
  "opened",
  "clicked",
  "converted",
  "unsubscribed",
  "failed",
  "in_doubt",
] as const;
const ONLY_IF_ANY = ["queued", "failed", "in_doubt"];

/** People by what became of their message; each number opens them. */
export function OutcomeStats({ campaign, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { counts, rates } = result;
  const behind = (outcome: string, title: string) => ({
    title: `${campaign.name} · ${title}`,
    source: outcomePeople(campaign.campaign_id, outcome),
  });
  const shown = OUTCOMES.filter((each) => counts[each] > 0 || !ONLY_IF_ANY.includes(each));
  return (
    <div className="stats">
      {shown.map((outcome) => {
        const title = t(`campaign.outcome.${outcome}`);
        const share = outcome in rates ? rates[outcome as keyof typeof rates] : null;
        return (
          <Stat
            key={outcome}
            label={title}
            {...(outcome === "in_doubt" ? { hint: t("campaign.inDoubtHint") } : {})}
            below={
              outcome === "queued" ? (
                <WaitingFor campaign={campaign} result={result} />
              ) : share === null ? null : (
                t("campaign.rate", { share: format.percent(share) })
              )
            }
          >
            <PeopleNumber value={counts[outcome]} behind={behind(outcome, title)} />
          </Stat>
        );
      })}
      <Stat label={t("campaign.outcome.holdout")} hint={t("campaign.holdoutHint")}>
        <PeopleNumber value={result.holdout} behind={behind("holdout", t("campaign.outcome.holdout"))} />
      </Stat>
    </div>
  );
}
