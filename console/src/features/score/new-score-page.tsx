import { useTranslation } from "react-i18next";
import { createScore, type ScoreDraft } from "@/api/scores";
import { useLabelSaving } from "@/builders/label/use-label-saving";
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
  const saving = useLabelSaving({
    list: "scores",
    create: createScore,
    said: (made) => t("score.created", { name: made.name }),
    idOf: (made) => made.score_id,
  });
  return (
    <Page title={t("score.new")} about={t("score.about")}>
      <ScoreEditor first={EMPTY} saving={saving.isPending} error={saving.error} onSave={saving.mutate} />
    </Page>
  );
}
