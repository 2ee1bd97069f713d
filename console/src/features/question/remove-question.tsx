import { DeleteOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { type Question, removeQuestion } from "@/api/questions";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";

/** Forgets a saved question. */
export function RemoveQuestion({ question }: { question: Question }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const { message } = App.useApp();
  const removing = useMutation({
    mutationFn: () => removeQuestion(project, question.question_id),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "questions"] }),
    onError: (problem) => void message.error(problem.message),
  });
  if (!may("analyst")) return null;
  return (
    <Popconfirm
      title={t("common.confirmRemove", { name: question.name })}
      onConfirm={() => removing.mutate()}
    >
      <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t("common.remove")} />
    </Popconfirm>
  );
}
