import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { changeSegment, type Segment, type SegmentDraft } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { SegmentEditor } from "./segment-editor";

interface Props {
  segment: Segment;
  done: () => void;
}

/** Changes the sentence; a new version is computed. */
export function ChangeSegment({ segment, done }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (draft: SegmentDraft) => changeSegment(project, segment.segment_id, draft),
    onSuccess: async () => {
      done();
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project] });
    },
  });
  return (
    <SegmentEditor first={segment} saving={saving.isPending} error={saving.error} onSave={saving.mutate} />
  );
}
