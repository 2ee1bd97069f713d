import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { refreshScore, removeScore, type ScoreFull } from "@/api/scores";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";

/** Computes a score anew, or deletes it when nothing uses it. */
export function ScoreTools({ score }: { score: ScoreFull }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const fail = (problem: Error) => void message.error(problem.message);
  const refreshing = useMutation({
    mutationFn: () => refreshScore(project, score.score_id),
    onSuccess: async () => {
      void message.success(t("tag.refreshed"));
      await client.invalidateQueries({ queryKey: [project, "scores"] });
    },
    onError: fail,
  });
  const removing = useMutation({
    mutationFn: () => removeScore(project, score.score_id),
    onSuccess: async () => {
      void message.success(t("tag.removed"));
      await navigate({ to: path("scores") });
      await client.invalidateQueries({ queryKey: [project, "scores"] });
    },
    onError: fail,
  });
  const ask = () =>
    modal.confirm({
      title: t("common.confirmRemove", { name: score.name }),
      content: t("score.removeHint"),
      okText: t("common.remove"),
      okButtonProps: { danger: true },
      onOk: () => removing.mutateAsync(),
    });
  const users = score.uses.map((use) => use.name).join(", ");
  return (
    <>
      <Button loading={refreshing.isPending} onClick={() => refreshing.mutate()}>
        {t("tag.refresh")}
      </Button>
      <Button
        danger
        disabled={score.uses.length > 0}
        title={users ? t("segment.usedByHint", { names: users }) : undefined}
        onClick={() => void ask()}
      >
        {t("common.remove")}
      </Button>
    </>
  );
}
