import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createSegment, type SegmentDraft } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Dialog } from "@/ui/dialog";
import type { PeopleBehind } from "./people-drawer-context";

interface Props {
  behind: PeopleBehind;
  count: number;
  close: () => void;
}
/** Outcomes of a campaign that a condition can name, so that the segment stays fresh; others are kept as a list. */
const REACHED: Record<string, string> = {
  sent: "sent",
  opened: "opened",
  clicked: "clicked",
  unsubscribed: "unsubscribed",
  failed: "failed",
  in_doubt: "in_doubt",
  holdout: "withheld",
};
type Goal = "segment" | "campaign";

function draftOf({ source, title }: PeopleBehind, name: string): SegmentDraft | null {
  if (source.kind === "query") {
    return { name, description: title, query: { ...source.query, who: source.who } };
  }
  if (source.kind === "named") {
    const { campaign } = source.named;
    const outcome = campaign && !campaign.on ? REACHED[campaign.outcome] : undefined;
    if (campaign && outcome)
      return { name, condition: { reached: { journey: campaign.campaign_id, outcome } } };
    return { name, description: title, source: source.named };
  }
  if (source.kind === "condition" && source.condition) return { name, condition: source.condition };
  return null;
}

/** Keeps these people under a name, and if wished goes on to write to them. */
export function SaveAsSegment({ behind, count, close }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [goal, setGoal] = useState<Goal | null>(null);
  const [name, setName] = useState(behind.title);
  const saving = useMutation({
    mutationFn: (draft: SegmentDraft) => createSegment(project, draft),
    onSuccess: async (segment) => {
      await client.invalidateQueries({ queryKey: [project, "segments"] });
      void message.success(t("people.segmentSaved", { name: segment.name }));
      close();
      const next =
        goal === "campaign"
          ? `campaigns/new?segment=${segment.segment_id}`
          : `segments/${segment.segment_id}`;
      await navigate({ href: path(next) });
    },
  });
  const draft = draftOf(behind, name.trim());
  if (!draft) return null;
  return (
    <>
      <Button onClick={() => setGoal("segment")}>{t("people.saveAsSegment")}</Button>
      <Button type="primary" onClick={() => setGoal("campaign")}>
        {t("people.sendCampaign")}
      </Button>
      <Dialog
        open={goal !== null}
        title={goal === "campaign" ? t("people.sendCampaign") : t("people.saveAsSegment")}
        okText={goal === "campaign" ? t("people.saveAndWrite") : t("common.save")}
        ready={name.trim() !== ""}
        doing={saving.isPending}
        error={saving.error}
        act={() => saving.mutate(draft)}
        close={() => setGoal(null)}
      >
        <p className="soft">{t("people.saveHint", { n: format.whole(count) })}</p>
        <Input
          autoFocus
          aria-label={t("common.name")}
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.target.value)}
        />
      </Dialog>
    </>
  );
}
