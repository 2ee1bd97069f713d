import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Switch } from "antd";
import { useTranslation } from "react-i18next";
import { type EarningRule, enableEarningRule } from "@/api/earning";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { useFailure } from "@/ui/use-failure";

/** Whether the rule is on. */
export function EnableRule({ rule }: { rule: EarningRule }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const fail = useFailure();
  const changing = useMutation({
    mutationFn: (enabled: boolean) => enableEarningRule(project, rule.rule_id, enabled),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "earning-rules"] }),
    onError: fail,
  });
  return (
    <Switch
      size="small"
      aria-label={`${t("member.rules.enabled")}: ${rule.name}`}
      checked={rule.enabled}
      disabled={!may("operator")}
      loading={changing.isPending}
      onChange={(enabled) => changing.mutate(enabled)}
    />
  );
}
