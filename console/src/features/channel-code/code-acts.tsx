import { DeleteOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { type ChannelCode, holdChannelCode, removeChannelCode } from "@/api/channel-codes";
import { useProject } from "@/lib/project-context";

interface Props {
  code: ChannelCode;
  edit: () => void;
}

/** Edit, close or open, remove. */
export function CodeActs({ code, edit }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const refresh = {
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "channel-codes"] }),
    onError: (problem: Error) => void message.error(problem.message),
  };
  const isOpen = code.state === "open";
  const holding = useMutation({
    mutationFn: () => holdChannelCode(project, code.code_id, isOpen ? "closed" : "open"),
    ...refresh,
  });
  const removing = useMutation({ mutationFn: () => removeChannelCode(project, code.code_id), ...refresh });
  return (
    <span className="row">
      <Button size="small" onClick={edit}>
        {t("common.edit")}
      </Button>
      <Button size="small" loading={holding.isPending} onClick={() => holding.mutate()}>
        {t(isOpen ? "code.close" : "code.open")}
      </Button>
      <Popconfirm
        title={t("common.confirmRemove", { name: code.name })}
        description={t("code.removeHint")}
        onConfirm={() => removing.mutate()}
      >
        <Button size="small" type="text" danger icon={<DeleteOutlined />} aria-label={t("common.remove")} />
      </Popconfirm>
    </span>
  );
}
