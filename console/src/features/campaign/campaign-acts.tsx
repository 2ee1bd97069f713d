import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Campaign } from "@/api/campaign-types";
import { actOnCampaign, type CampaignAct, removeCampaign } from "@/api/campaigns";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { useFailure } from "@/ui/use-failure";
import { LaunchCampaign } from "./launch-campaign";

const ACTS: Record<Campaign["state"], CampaignAct[]> = {
  draft: [],
  scheduled: ["cancel"],
  queueing: ["cancel"],
  running: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  cancelled: [],
  finished: [],
};

/** What can be done with a campaign in its state. */
export function CampaignActs({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { modal } = App.useApp();
  const fail = useFailure();
  const id = campaign.campaign_id;
  const acting = useMutation({
    mutationFn: (act: CampaignAct | "remove") =>
      act === "remove" ? removeCampaign(project, id) : actOnCampaign(project, id, act),
    onSuccess: async (_, act) => {
      if (act === "remove") await navigate({ to: path("campaigns") });
      await client.invalidateQueries({ queryKey: [project, "campaigns"] });
    },
    onError: fail,
  });
  const sure = (act: "cancel" | "remove") =>
    void modal.confirm({
      title: act === "cancel" ? t("campaign.cancel") : t("common.confirmRemove", { name: campaign.name }),
      content: t(act === "cancel" ? "campaign.cancelHint" : "campaign.removeHint"),
      okButtonProps: { danger: true },
      onOk: () => acting.mutateAsync(act),
    });
  if (!may("operator")) return null;
  return (
    <>
      {ACTS[campaign.state].map((act) => (
        <Button
          key={act}
          danger={act === "cancel"}
          onClick={() => (act === "cancel" ? sure("cancel") : acting.mutate(act))}
        >
          {t(`campaign.${act as "pause"}`)}
        </Button>
      ))}
      {campaign.state === "draft" ? (
        <>
          <Button danger onClick={() => sure("remove")}>
            {t("common.remove")}
          </Button>
          <LaunchCampaign campaign={campaign} />
        </>
      ) : null}
    </>
  );
}
