import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form } from "antd";
import { useTranslation } from "react-i18next";
import { type Channel, type ChannelSettings, saveChannel } from "@/api/settings";
import { useSaid } from "@/builders/condition/use-kinds";
import { SettingItem } from "@/builders/setting/setting-item";
import { asSettings, asTyped } from "@/builders/setting/setting-values";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";
import { ChannelTest } from "./channel-test";

function firstValues({ asks, configured, settings }: Channel) {
  return asTyped(asks, configured ? settings : null);
}

/** What a channel asks for; its secrets are only ever written. */
export function ChannelForm({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const say = useSaid();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (typed: Record<string, unknown>) =>
      saveChannel(project, channel.channel, asSettings(channel.asks, typed) as ChannelSettings),
    onSuccess: async () => {
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project, "channels"] });
    },
  });
  return (
    <Panel
      title={say(channel.label)}
      note={t(channel.configured ? "settings.channels.ready" : "settings.channels.notSet")}
    >
      <Form
        name={channel.channel}
        layout="vertical"
        requiredMark={false}
        disabled={!may("owner")}
        initialValues={firstValues(channel)}
        onFinish={saving.mutate}
      >
        <div className="grid">
          {channel.asks.map((each) => (
            <SettingItem
              key={each.name}
              setting={each}
              name={each.name}
              isKept={channel.secrets_set.includes(each.name)}
            />
          ))}
        </div>
        {saving.error ? <Problem error={saving.error} /> : null}
        <Button type="primary" htmlType="submit" loading={saving.isPending}>
          {t("common.save")}
        </Button>
      </Form>
      {channel.configured && may("owner") ? <ChannelTest channel={channel.channel} /> : null}
    </Panel>
  );
}
