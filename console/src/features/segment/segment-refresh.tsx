import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Select, TimePicker } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { changeSegment, type Segment, type SegmentRefresh } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { useFailure } from "@/ui/use-failure";

const HOW = ["live", "hourly", "daily", "manual"] as const;

/** When the people are computed. */
export function SegmentRefreshChoice({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const fail = useFailure();
  const saving = useMutation({
    mutationFn: (refresh: SegmentRefresh) => changeSegment(project, segment.segment_id, { refresh }),
    onSuccess: async () => {
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project, "segments"] });
    },
    onError: fail,
  });
  const { how, at } = segment.refresh;
  return (
    <span className="row">
      <Select
        aria-label={t("segment.when.title")}
        value={how}
        loading={saving.isPending}
        style={{ width: 150 }}
        onChange={(next) => saving.mutate({ how: next, at })}
        options={HOW.map((each) => ({ value: each, label: t(`segment.when.${each}`) }))}
      />
      {how === "daily" ? (
        <TimePicker
          aria-label={t("segment.when.at")}
          format="HH:mm"
          allowClear={false}
          value={dayjs(`2000-01-01T${at}`)}
          onChange={(time) => time && saving.mutate({ how, at: time.format("HH:mm") })}
        />
      ) : null}
    </span>
  );
}
