import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, DatePicker, Popover } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { replayModel, replaysQuery } from "@/api/lifecycle";
import { useProject } from "@/lib/project-context";
import { Problem } from "@/ui/problem";

const DAYS = 365;

/** Computes the stage of everybody on every day since one; a job that can be left. */
export function ReplayButton({ model }: { model: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [first, setFirst] = useState(dayjs().subtract(DAYS, "day"));
  const replay = useMutation({
    mutationFn: () => replayModel(project, model, first.format("YYYY-MM-DD")),
    onSuccess: async () => {
      setOpen(false);
      await queries.invalidateQueries({ queryKey: replaysQuery(project).queryKey });
    },
  });
  const content = (
    <div className="stack" style={{ width: 280 }}>
      <span className="note">{t("lifecycle.replayHint")}</span>
      <DatePicker
        value={first}
        allowClear={false}
        aria-label={t("lifecycle.replay")}
        maxDate={dayjs().subtract(1, "day")}
        onChange={(day) => day && setFirst(day)}
      />
      <Button type="primary" loading={replay.isPending} onClick={() => replay.mutate()}>
        {t("lifecycle.replay")}
      </Button>
      {replay.error ? <Problem error={replay.error} /> : null}
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content} open={open} onOpenChange={setOpen}>
      <Button>{t("lifecycle.replay")}</Button>
    </Popover>
  );
}
