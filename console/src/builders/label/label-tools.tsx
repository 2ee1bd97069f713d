import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { useFailure } from "@/ui/use-failure";

interface Props {
  thing: { name: string; uses: readonly { name: string }[] };
  /** Where its list stands, which is also what its queries begin with. */
  list: "tags" | "scores";
  /** What is lost with it. */
  hint: string;
  refresh: () => Promise<unknown>;
  remove: () => Promise<unknown>;
}

/** Computes a tag or a score anew, or deletes it when nothing uses it. */
export function LabelTools({ thing, list, hint, refresh, remove }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const fail = useFailure();
  const refreshing = useMutation({
    mutationFn: refresh,
    onSuccess: async () => {
      void message.success(t("tag.refreshed"));
      await client.invalidateQueries({ queryKey: [project, list] });
    },
    onError: fail,
  });
  const removing = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      void message.success(t("tag.removed"));
      await navigate({ to: path(list) });
      await client.invalidateQueries({ queryKey: [project, list] });
    },
    onError: fail,
  });
  const ask = () =>
    modal.confirm({
      title: t("common.confirmRemove", { name: thing.name }),
      content: hint,
      okText: t("common.remove"),
      okButtonProps: { danger: true },
      onOk: () => removing.mutateAsync(),
    });
  const users = thing.uses.map((use) => use.name).join(", ");
  return (
    <>
      <Button loading={refreshing.isPending} onClick={() => refreshing.mutate()}>
        {t("tag.refresh")}
      </Button>
      <Button
        danger
        disabled={thing.uses.length > 0}
        title={users ? t("segment.usedByHint", { names: users }) : undefined}
        onClick={() => void ask()}
      >
        {t("common.remove")}
      </Button>
    </>
  );
}
