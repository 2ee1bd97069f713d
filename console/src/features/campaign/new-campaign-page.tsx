import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { CampaignDraft } from "@/api/campaign-types";
import { createCampaign } from "@/api/campaigns";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { Page } from "@/ui/page";
import { CampaignForm } from "./campaign-form";

/** A new draft; a segment can be handed over in the address. */
export function NewCampaignPage() {
  const { t, i18n } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { segment } = useSearch({ strict: false }) as { segment?: string };
  const saving = useMutation({
    mutationFn: (draft: CampaignDraft) => createCampaign(project, draft),
    onSuccess: async (campaign) => {
      await client.invalidateQueries({ queryKey: [project, "campaigns"] });
      await navigate({ to: path(`campaigns/${campaign.campaign_id}`) });
    },
  });
  const first: CampaignDraft = {
    name: "",
    channel: "email",
    segment_id: segment ?? null,
    holdout: 0.1,
    content: {
      subject: "",
      html:
        i18n.language === "en"
          ? '<p>Dear {{ person.name | default: "friend" }},</p>\n<p></p>\n<p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>'
          : '<p>{{ person.name | default: "您好" }}：</p>\n<p></p>\n<p><a href="{{ unsubscribe_url }}">退订</a></p>',
      text: null,
    },
    goal: null,
  };
  return (
    <Page title={t("campaign.new")} about={t("campaign.about")}>
      <div className="grid">
        <div className="span-7">
          <CampaignForm first={first} saving={saving.isPending} error={saving.error} onSave={saving.mutate} />
        </div>
        <div className="span-5 panel soft">{t("campaign.previewHint")}</div>
      </div>
    </Page>
  );
}
