import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { createScore, type ScoreDraft } from "@/api/scores";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { Page } from "@/ui/page";
import { ScoreEditor } from "./score-editor";

const EMPTY: ScoreDraft = {
  name: "",
  definition: {
    rules: [{ event: "", points: 1 }],
    half_life: "30d",
    bounds: { min: 0, max: 100 },
    bands: [
      { name: "low", from: 0 },
      { name: "high", from: 50 },
    ],
  },
  label: { zh: "", en: "" },
  description: "",
  schedule: "live",
};

/** A new score, begun with one open rule. */
export function NewScorePage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (draft: ScoreDraft) => createScore(project, draft),
    onSuccess: async (score) => {
      void message.success(t("score.created", { name: score.name }));
      await client.invalidateQueries({ queryKey: [project, "scores"] });
      await navigate({ to: path(`scores/${score.score_id}`) });
    },
  });
  return (
    <Page title={t("score.new")} about={t("score.about")}>
      <ScoreEditor first={EMPTY} saving={saving.isPending} error={saving.error} onSave={saving.mutate} />
    </Page>
  );
}
