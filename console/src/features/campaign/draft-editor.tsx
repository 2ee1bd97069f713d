import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import type { Campaign, CampaignDraft } from "@/api/campaign-types";
import { changeCampaign } from "@/api/campaigns";
import { useProject } from "@/lib/project-context";
import { CampaignForm } from "./campaign-form";
import { PreviewPanel } from "./preview-panel";

/** The draft beside what a person would get. */
export function DraftEditor({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (draft: CampaignDraft) => changeCampaign(project, campaign.campaign_id, draft),
    onSuccess: async () => {
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project, "campaigns"] });
    },
  });
  return (
    <div className="grid">
      <div className="span-7">
        <CampaignForm
          first={campaign}
          saving={saving.isPending}
          error={saving.error}
          onSave={saving.mutate}
        />
      </div>
      <div className="span-5">
        <PreviewPanel campaign={campaign} />
      </div>
    </div>
  );
}
