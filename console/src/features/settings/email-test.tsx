import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Input, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { testEmail } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { Problem } from "@/ui/problem";

/** Sends a trial message, and says what the mail server answered. */
export function EmailTest() {
  const { t } = useTranslation();
  const { project } = useProject();
  const [to, setTo] = useState("");
  const sending = useMutation({ mutationFn: () => testEmail(project, to.trim()) });
  const accepted = sending.data?.delivery === "accepted";
  return (
    <div className="stack" style={{ marginTop: 24 }}>
      <Space.Compact block>
        <Input
          type="email"
          value={to}
          aria-label={t("settings.email.testTo")}
          placeholder={t("settings.email.testTo")}
          onChange={(event) => setTo(event.target.value)}
        />
        <Button disabled={!to.includes("@")} loading={sending.isPending} onClick={() => sending.mutate()}>
          {t("settings.email.test")}
        </Button>
      </Space.Compact>
      {sending.data ? (
        <Alert
          type={accepted ? "success" : "error"}
          showIcon
          title={accepted ? t("settings.email.accepted") : sending.data.detail}
        />
      ) : null}
      {sending.error ? <Problem error={sending.error} /> : null}
    </div>
  );
}
