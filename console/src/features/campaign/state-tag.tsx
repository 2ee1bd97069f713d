import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { CampaignState } from "@/api/campaign-types";

const COLOURS: Record<CampaignState, string> = {
  draft: "default",
  scheduled: "processing",
  queueing: "processing",
  running: "processing",
  paused: "warning",
  cancelled: "default",
  finished: "success",
};

/** Where a campaign is. */
export function StateTag({ state }: { state: CampaignState }) {
  const { t } = useTranslation();
  return <Tag color={COLOURS[state]}>{t(`campaign.state.${state}`)}</Tag>;
}
