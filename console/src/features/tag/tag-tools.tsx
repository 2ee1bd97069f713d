import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { refreshTag, removeTag, type TagFull } from "@/api/tags";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";

/** Computes a tag anew, or deletes it when nothing uses it. */
export function TagTools({ tag }: { tag: TagFull }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const fail = (problem: Error) => void message.error(problem.message);
  const refreshing = useMutation({
    mutationFn: () => refreshTag(project, tag.tag_id),
    onSuccess: async () => {
      void message.success(t("tag.refreshed"));
      await client.invalidateQueries({ queryKey: [project, "tags"] });
    },
    onError: fail,
  });
  const removing = useMutation({
    mutationFn: () => removeTag(project, tag.tag_id),
    onSuccess: async () => {
      void message.success(t("tag.removed"));
      await navigate({ to: path("tags") });
      await client.invalidateQueries({ queryKey: [project, "tags"] });
    },
    onError: fail,
  });
  const ask = () =>
    modal.confirm({
      title: t("common.confirmRemove", { name: tag.name }),
      content: t("tag.removeHint"),
      okText: t("common.remove"),
      okButtonProps: { danger: true },
      onOk: () => removing.mutateAsync(),
    });
  const users = tag.uses.map((use) => use.name).join(", ");
  return (
    <>
      <Button loading={refreshing.isPending} onClick={() => refreshing.mutate()}>
        {t("tag.refresh")}
      </Button>
      <Button
        danger
        disabled={tag.uses.length > 0}
        title={users ? t("segment.usedByHint", { names: users }) : undefined}
        onClick={() => void ask()}
      >
        {t("common.remove")}
      </Button>
    </>
  );
}
