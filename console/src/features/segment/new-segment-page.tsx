import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createSegment, type SegmentDraft } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { Choice } from "@/ui/choice";
import { Page } from "@/ui/page";
import { JoinedSegment } from "./joined-segment";
import { ListedSegment } from "./listed-segment";
import { SegmentEditor } from "./segment-editor";

const START = {
  name: "",
  description: "",
  condition: { all: [{ did: { event: "", within: { last: "30d" } } }] },
};

const WAYS = ["condition", "joined", "listed"] as const;
type Way = (typeof WAYS)[number];

/** A new segment, begun with one open line. */
export function NewSegmentPage() {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>("condition");
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (draft: SegmentDraft) => createSegment(project, draft),
    onSuccess: async (segment) => {
      void message.success(t("segment.created", { name: segment.name }));
      if (segment.unknown) void message.warning(t("segment.someUnknown", { n: segment.unknown }));
      await client.invalidateQueries({ queryKey: [project, "segments"] });
      await navigate({ to: path(`segments/${segment.segment_id}`) });
    },
  });
  const given = { saving: saving.isPending, error: saving.error, onSave: saving.mutate };
  return (
    <Page title={t("segment.new")} about={t("segment.noneHint")}>
      <div className="stack">
        <Choice<Way>
          label={t("segment.make.way")}
          value={way}
          onChange={setWay}
          of={WAYS}
          say={(each) => t(`segment.make.ways.${each}`)}
        />
        {way === "condition" ? <SegmentEditor first={START} {...given} /> : null}
        {way === "joined" ? <JoinedSegment {...given} /> : null}
        {way === "listed" ? <ListedSegment {...given} /> : null}
      </div>
    </Page>
  );
}
