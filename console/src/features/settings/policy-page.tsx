import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { policyQuery } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { PolicyForm } from "./policy-form";

/** When people are left alone. */
export function PolicyPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const policy = useQuery(policyQuery(project));
  return (
    <Page title={t("settings.policy.title")} about={t("settings.policy.about")}>
      <Loaded asked={policy}>{(answer) => <PolicyForm policy={answer} />}</Loaded>
    </Page>
  );
}
