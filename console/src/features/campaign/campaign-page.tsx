import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { campaignQuery } from "@/api/campaigns";
import { inLanguage } from "@/api/said";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { CampaignActs } from "./campaign-acts";
import { CampaignOutcome } from "./campaign-outcome";
import { DraftEditor } from "./draft-editor";
import { StateTag } from "./state-tag";

/** A draft to write and try, or a campaign on its way with its result. */
export function CampaignPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const { campaign: id } = useParams({ strict: false }) as { campaign: string };
  const asked = useQuery(campaignQuery(project, id));
  const campaign = asked.data;
  const about = campaign ? (
    <span className="row">
      <StateTag state={campaign.state} />
      {inLanguage(campaign.sentence, format.language)}
      {campaign.launched_at ? (
        <span className="note">
          {t("campaign.launchedAt")} {format.instant(campaign.launched_at)}
        </span>
      ) : null}
    </span>
  ) : null;
  return (
    <Page
      title={campaign?.name ?? t("campaign.title")}
      about={about}
      tools={campaign ? <CampaignActs campaign={campaign} /> : null}
    >
      <Loaded asked={asked} rows={10}>
        {(answer) => (
          <div className="stack">
            {answer.trouble ? (
              <Alert type="warning" showIcon title={t("campaign.trouble")} description={answer.trouble} />
            ) : null}
            {answer.state === "draft" ? (
              <DraftEditor campaign={answer} />
            ) : (
              <CampaignOutcome campaign={answer} />
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
