import { useQuery } from "@tanstack/react-query";
import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { channelsQuery } from "@/api/settings";
import { useSaid } from "@/builders/condition/use-kinds";
import { useProject } from "@/lib/project-context";

/** By which channel a campaign goes; not asked where there is only one. */
export function ChannelField() {
  const { t } = useTranslation();
  const say = useSaid();
  const { project } = useProject();
  const channels = useQuery(channelsQuery(project)).data ?? [];
  return (
    <Form.Item name="channel" label={t("campaign.channel")} hidden={channels.length < 2}>
      <Select options={channels.map(({ channel, label }) => ({ value: channel, label: say(label) }))} />
    </Form.Item>
  );
}
