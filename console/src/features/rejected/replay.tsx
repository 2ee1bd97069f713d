import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { jobQuery, type RejectedFilter, replayRejected } from "@/api/quality";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useFailure } from "@/ui/use-failure";

interface Props {
  filter: RejectedFilter;
  /** Those chosen; none: all that the filter meets. */
  ids: string[];
  total: number;
}

/** Takes rejected events again, after asking, and says how far it is. */
export function Replay({ filter, ids, total }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const client = useQueryClient();
  const { modal } = App.useApp();
  const fail = useFailure();
  const replaying = useMutation({
    mutationFn: () => replayRejected(project, filter, ids),
    onError: fail,
  });
  const begun = replaying.data;
  const job = useQuery({ ...jobQuery(project, begun?.job_id ?? ""), enabled: begun !== undefined }).data;
  const state = job?.state;
  useEffect(() => {
    if (state === "done") void client.invalidateQueries({ queryKey: [project, "rejected"] });
  }, [state, client, project]);
  const n = format.whole(ids.length || total);
  const words = t(ids.length > 0 ? "watch.rejected.replay" : "watch.rejected.replayAll", { n });
  const ask = () =>
    void modal.confirm({
      title: words,
      content: t("watch.rejected.replayHint"),
      onOk: () => replaying.mutateAsync(),
    });
  const far = () => {
    if (!begun) return null;
    if (state === "done") return t("watch.rejected.replayed", { total: format.whole(begun.total) });
    if (state === "failed") return t("watch.rejected.replayFailed", { error: job?.error ?? "" });
    return t("watch.rejected.replaying", {
      done: format.whole(job?.done ?? 0),
      total: format.whole(begun.total),
    });
  };
  return (
    <span className="row">
      <span className="note" role="status">
        {far()}
      </span>
      <Button type="primary" disabled={total === 0} loading={replaying.isPending} onClick={ask}>
        {words}
      </Button>
    </span>
  );
}
