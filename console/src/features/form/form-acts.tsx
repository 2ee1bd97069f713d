import { DeleteOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { type Form, holdForm, removeForm } from "@/api/forms";
import { useProject } from "@/lib/project-context";

interface Props {
  form: Form;
  edit: () => void;
}

/** Edit, close or open, remove. */
export function FormActs({ form, edit }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const refresh = {
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "forms"] }),
    onError: (problem: Error) => void message.error(problem.message),
  };
  const isOpen = form.state === "open";
  const holding = useMutation({
    mutationFn: () => holdForm(project, form.form_id, isOpen ? "closed" : "open"),
    ...refresh,
  });
  const removing = useMutation({ mutationFn: () => removeForm(project, form.form_id), ...refresh });
  return (
    <span className="row">
      <Button size="small" onClick={edit}>
        {t("common.edit")}
      </Button>
      <Button size="small" loading={holding.isPending} onClick={() => holding.mutate()}>
        {t(isOpen ? "form.close" : "form.open")}
      </Button>
      <Popconfirm
        title={t("common.confirmRemove", { name: form.name })}
        description={t("form.removeHint")}
        onConfirm={() => removing.mutate()}
      >
        <Button size="small" type="text" danger icon={<DeleteOutlined />} aria-label={t("common.remove")} />
      </Popconfirm>
    </span>
  );
}
