import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Progress } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isGoing, replaysQuery, stopReplay } from "@/api/lifecycle";
import type { Shape } from "@/api/shape";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { useFailure } from "@/ui/use-failure";

/** Says that history is being replayed, and shows what came of it as soon as it is done. */
export function ReplayNotice() {
  const { t } = useTranslation();
  const { project } = useProject();
  const queries = useQueryClient();
  const replays = useQuery(replaysQuery(project)).data;
  const newest = replays?.[0];
  const going = isGoing(newest);
  // A quick replay is done before anybody saw it going: what is shown is told by the newest one that has ended.
  const shown = replays && (going ? "going" : (newest?.job_id ?? "none"));
  const before = useRef<string>(undefined);
  useEffect(() => {
    if (before.current && shown !== before.current && shown !== "going")
      void queries.invalidateQueries({ queryKey: [project] });
    before.current = shown;
  }, [shown, project, queries]);
  if (newest && going) return <Going job={newest} />;
  if (newest?.state !== "failed") return null;
  return <Alert type="error" showIcon title={t("lifecycle.replayFailed")} description={newest.error} />;
}

function Going({ job }: { job: Shape<"JobAnswer"> }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const queries = useQueryClient();
  const may = useMay();
  const stop = useMutation({
    mutationFn: () => stopReplay(project, job.job_id),
    onSuccess: () => queries.invalidateQueries({ queryKey: replaysQuery(project).queryKey }),
    onError: useFailure(),
  });
  const share = job.total ? Math.round((100 * job.done) / job.total) : 0;
  return (
    <Alert
      type="info"
      showIcon
      title={t("lifecycle.replayGoing")}
      description={<Progress percent={share} size="small" aria-label={t("lifecycle.replay")} />}
      action={
        may("operator") ? (
          <Button size="small" loading={stop.isPending} onClick={() => stop.mutate()}>
            {t("lifecycle.replayStop")}
          </Button>
        ) : null
      }
    />
  );
}
