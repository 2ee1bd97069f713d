import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Input, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { testChannel } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { Problem } from "@/ui/problem";

/** Sends a trial message, and says what the provider answered. */
export function ChannelTest({ channel }: { channel: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const [to, setTo] = useState("");
  const sending = useMutation({ mutationFn: () => testChannel(project, channel, to.trim()) });
  const accepted = sending.data?.delivery === "accepted";
  return (
    <div className="stack" style={{ marginTop: 24 }}>
      <Space.Compact block>
        <Input
          value={to}
          aria-label={t("settings.channels.testTo")}
          placeholder={t("settings.channels.testTo")}
          onChange={(event) => setTo(event.target.value)}
        />
        <Button disabled={to.trim() === ""} loading={sending.isPending} onClick={() => sending.mutate()}>
          {t("settings.channels.test")}
        </Button>
      </Space.Compact>
      {sending.data ? (
        <Alert
          type={accepted ? "success" : "error"}
          showIcon
          title={accepted ? t("settings.channels.accepted") : sending.data.detail}
        />
      ) : null}
      {sending.error ? <Problem error={sending.error} /> : null}
    </div>
  );
}
