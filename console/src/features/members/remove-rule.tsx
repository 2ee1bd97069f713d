import { useTranslation } from "react-i18next";
import { type EarningRule, removeEarningRule } from "@/api/earning";
import { useProject } from "@/lib/project-context";
import { RemoveButton } from "@/ui/remove-button";

/** Ends a rule; what it granted stays. */
export function RemoveRule({ rule }: { rule: EarningRule }) {
  const { t } = useTranslation();
  const { project } = useProject();
  return (
    <RemoveButton
      name={rule.name}
      hint={t("member.rules.removeHint")}
      queryKey={[project, "earning-rules"]}
      remove={() => removeEarningRule(project, rule.rule_id)}
    />
  );
}
