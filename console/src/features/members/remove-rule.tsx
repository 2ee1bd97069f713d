import { DeleteOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { type EarningRule, removeEarningRule } from "@/api/earning";
import { useProject } from "@/lib/project-context";

/** Ends a rule; what it granted stays. */
export function RemoveRule({ rule }: { rule: EarningRule }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const removing = useMutation({
    mutationFn: () => removeEarningRule(project, rule.rule_id),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "earning-rules"] }),
    onError: (problem) => void message.error(problem.message),
  });
  return (
    <Popconfirm
      title={t("common.confirmRemove", { name: rule.name })}
      description={t("member.rules.removeHint")}
      onConfirm={() => removing.mutate()}
    >
      <Button size="small" type="text" danger icon={<DeleteOutlined />} aria-label={t("common.remove")} />
    </Popconfirm>
  );
}
