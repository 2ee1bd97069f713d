import { DeleteOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { useFailure } from "./use-failure";

interface Props {
  name: string;
  /** What goes with it, or stays without it. */
  hint?: string;
  /** What is asked anew afterwards. */
  queryKey: readonly string[];
  remove: () => Promise<unknown>;
}

/** Removes one line of a list, after asking; says why when it may not go. */
export function RemoveButton({ name, hint, queryKey, remove }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const fail = useFailure();
  const removing = useMutation({
    mutationFn: remove,
    onSuccess: () => client.invalidateQueries({ queryKey }),
    onError: fail,
  });
  return (
    <Popconfirm
      title={t("common.confirmRemove", { name })}
      {...(hint ? { description: hint } : {})}
      onConfirm={() => removing.mutate()}
    >
      <Button
        size="small"
        type="text"
        danger
        loading={removing.isPending}
        icon={<DeleteOutlined />}
        aria-label={`${t("common.remove")} ${name}`}
        title={t("common.remove")}
      />
    </Popconfirm>
  );
}
