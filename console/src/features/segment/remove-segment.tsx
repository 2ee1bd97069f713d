import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { removeSegment, type Segment } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { Dialog } from "@/ui/dialog";
import { useFailure } from "@/ui/use-failure";
import { SegmentUses } from "./segment-uses";

/** Deletes the segment after saying what goes with it; refused while it is used. */
export function RemoveSegment({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const fail = useFailure();
  const [refusing, setRefusing] = useState(false);
  const removing = useMutation({
    mutationFn: () => removeSegment(project, segment.segment_id),
    onSuccess: async () => {
      void message.success(t("segment.removed"));
      await navigate({ to: path("segments") });
      await client.invalidateQueries({ queryKey: [project, "segments"] });
    },
    onError: fail,
  });
  const uses = segment.uses ?? [];
  const isUsed = uses.length > 0;
  const ask = () => {
    if (isUsed) return setRefusing(true);
    modal.confirm({
      title: t("common.confirmRemove", { name: segment.name }),
      content: t("segment.removeHint"),
      okText: t("common.remove"),
      okButtonProps: { danger: true },
      onOk: () => removing.mutateAsync(),
    });
  };
  return (
    <>
      <Button danger onClick={ask}>
        {t("common.remove")}
      </Button>
      <Dialog
        open={refusing}
        title={t("segment.inUse", { name: segment.name })}
        close={() => setRefusing(false)}
      >
        <p>{t("segment.usedByHint")}</p>
        <p>
          <SegmentUses uses={uses} />
        </p>
      </Dialog>
    </>
  );
}
