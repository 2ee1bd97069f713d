import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { createSegment, type SegmentDraft } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { Page } from "@/ui/page";
import { SegmentEditor } from "./segment-editor";

const START = {
  name: "",
  description: "",
  condition: { all: [{ did: { event: "", within: { last: "30d" } } }] },
};

/** A new segment, begun with one open line. */
export function NewSegmentPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (draft: SegmentDraft) => createSegment(project, draft),
    onSuccess: async (segment) => {
      void message.success(t("segment.created", { name: segment.name }));
      await client.invalidateQueries({ queryKey: [project, "segments"] });
      await navigate({ to: path(`segments/${segment.segment_id}`) });
    },
  });
  return (
    <Page title={t("segment.new")} about={t("segment.noneHint")}>
      <SegmentEditor first={START} saving={saving.isPending} error={saving.error} onSave={saving.mutate} />
    </Page>
  );
}
