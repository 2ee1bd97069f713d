import { SendOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Campaign } from "@/api/campaign-types";
import { actOnCampaign, campaignPreviewQuery } from "@/api/campaigns";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useFailure } from "@/ui/use-failure";

/** Sends, after saying to how many. */
export function LaunchCampaign({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const fail = useFailure();
  const preview = useQuery(campaignPreviewQuery(project, campaign.campaign_id, null)).data;
  const launching = useMutation({
    mutationFn: () => actOnCampaign(project, campaign.campaign_id, "launch"),
    onSuccess: async () => {
      void message.success(t("campaign.launched"));
      await client.invalidateQueries({ queryKey: [project, "campaigns"] });
    },
    onError: fail,
  });
  const ask = () =>
    void modal.confirm({
      title: t("campaign.launchTitle", { n: format.whole(preview?.reachable ?? 0) }),
      content: t("campaign.launchHint", { holdout: format.whole(preview?.holdout ?? 0) }),
      okText: t("campaign.launch"),
      onOk: () => launching.mutateAsync(),
    });
  return (
    <Button
      type="primary"
      icon={<SendOutlined />}
      disabled={!preview}
      loading={launching.isPending}
      onClick={ask}
    >
      {t("campaign.launch")}
    </Button>
  );
}
