import { useMutation } from "@tanstack/react-query";
import { App, Button, Input, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { testCampaign } from "@/api/campaigns";
import { useProject } from "@/lib/project-context";
import { Problem } from "@/ui/problem";

/** Sends the draft to an address of one's own. */
export function TestSend({ campaign }: { campaign: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const { message } = App.useApp();
  const [to, setTo] = useState("");
  const sending = useMutation({
    mutationFn: () => testCampaign(project, campaign, to.trim()),
    onSuccess: ({ delivery, detail }) => {
      if (delivery === "accepted") void message.success(t("campaign.testSent"));
      else void message.error(detail);
    },
  });
  return (
    <div className="stack">
      <Space.Compact block>
        <Input
          value={to}
          placeholder={t("campaign.testTo")}
          aria-label={t("campaign.testTo")}
          onChange={(event) => setTo(event.target.value)}
        />
        <Button disabled={to.trim() === ""} loading={sending.isPending} onClick={() => sending.mutate()}>
          {t("campaign.test")}
        </Button>
      </Space.Compact>
      {sending.error ? <Problem error={sending.error} /> : null}
    </div>
  );
}
