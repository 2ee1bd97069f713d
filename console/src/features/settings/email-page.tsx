import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { emailQuery } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { EmailForm } from "./email-form";

/** The mail server. */
export function EmailPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const channel = useQuery(emailQuery(project));
  return (
    <Page title={t("settings.email.title")} about={t("settings.email.about")}>
      <Loaded asked={channel}>
        {(answer) => (
          <div className="stack narrow">
            {answer.configured ? null : <Alert type="info" showIcon title={t("settings.email.none")} />}
            <EmailForm channel={answer} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
