import { DeleteOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";

interface Props {
  name: string;
  /** What is asked anew after an act. */
  queryKey: readonly string[];
  /** What opens or closes it is called, as it stands. */
  holdWord: string;
  /** What removing it does not remove. */
  removeHint: string;
  edit: () => void;
  hold: () => Promise<unknown>;
  remove: () => Promise<unknown>;
}

/** Edit, close or open, remove. */
export function EntryActs({ name, queryKey, holdWord, removeHint, edit, hold, remove }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { message } = App.useApp();
  const refresh = {
    onSuccess: () => client.invalidateQueries({ queryKey }),
    onError: (problem: Error) => void message.error(problem.message),
  };
  const holding = useMutation({ mutationFn: hold, ...refresh });
  const removing = useMutation({ mutationFn: remove, ...refresh });
  return (
    <span className="row">
      <Button size="small" onClick={edit}>
        {t("common.edit")}
      </Button>
      <Button size="small" loading={holding.isPending} onClick={() => holding.mutate()}>
        {holdWord}
      </Button>
      <Popconfirm
        title={t("common.confirmRemove", { name })}
        description={removeHint}
        onConfirm={() => removing.mutate()}
      >
        <Button size="small" type="text" danger icon={<DeleteOutlined />} aria-label={t("common.remove")} />
      </Popconfirm>
    </span>
  );
}
