import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { changeScore, type ScoreDraft, type ScoreFull } from "@/api/scores";
import { useProject } from "@/lib/project-context";
import { ScoreEditor } from "./score-editor";

/** Changes a score; another definition is a new version. */
export function ChangeScore({ score, done }: { score: ScoreFull; done: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (draft: ScoreDraft) => changeScore(project, score.score_id, draft),
    onSuccess: async () => {
      done();
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project, "scores"] });
    },
  });
  return <ScoreEditor first={score} saving={saving.isPending} error={saving.error} onSave={saving.mutate} />;
}
