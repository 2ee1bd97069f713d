import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { squashMerges, squashQuery } from "@/api/identities";
import { jobQuery } from "@/api/quality";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { useFailure } from "@/ui/use-failure";

/** How many merges questions look up, and writing them into the events. */
export function SquashPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { project } = useProject();
  const asked = useQuery(squashQuery(project));
  return (
    <Panel title={t("identity.squash.title")}>
      <div className="stack">
        <div className="note">{t("identity.squash.about")}</div>
        <Loaded asked={asked} rows={2}>
          {({ merges, looked_up, in_force, job_id }) => (
            <div className="stack">
              <dl className="facts">
                <div>
                  <dt>{t("identity.squash.merges")}</dt>
                  <dd>{format.whole(merges)}</dd>
                </div>
                <div>
                  <dt>{t("identity.squash.lookedUp")}</dt>
                  <dd>{format.whole(looked_up)}</dd>
                </div>
              </dl>
              {merges === 0 ? <div className="note">{t("identity.squash.none")}</div> : null}
              {in_force && looked_up === 0 && merges > 0 ? (
                <div className="note">{t("identity.squash.whole")}</div>
              ) : null}
              {may("operator") && merges > 0 ? <Squash running={job_id} left={looked_up} /> : null}
            </div>
          )}
        </Loaded>
      </div>
    </Panel>
  );
}

interface Props {
  /** The job at work, also one that somebody else began. */
  running: string | null;
  left: number;
}

/** The button, how far it is, and what came of it. */
function Squash({ running, left }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { modal } = App.useApp();
  const fail = useFailure();
  const [watched, setWatched] = useState(running);
  const job = useQuery({ ...jobQuery(project, watched ?? ""), enabled: watched !== null }).data;
  const squashing = useMutation({
    mutationFn: () => squashMerges(project),
    onSuccess: (begun) => setWatched(begun.job_id),
    onError: fail,
  });
  const state = job?.state;
  useEffect(() => {
    if (running) setWatched(running);
  }, [running]);
  useEffect(() => {
    if (state) void client.invalidateQueries({ queryKey: [project, "squash"] });
  }, [state, client, project]);
  const busy = watched !== null && (state === undefined || state === "waiting" || state === "running");
  const ask = () =>
    void modal.confirm({
      title: t("identity.squash.confirm"),
      content: t("identity.squash.confirmHint"),
      onOk: () => squashing.mutateAsync(),
    });
  return (
    <div className="row">
      <Button disabled={left === 0} loading={busy || squashing.isPending} onClick={ask}>
        {t("identity.squash.action")}
      </Button>
      <span className="note" role="status">
        <Far job={job} left={left} />
      </span>
    </div>
  );
}

interface FarProps {
  job: { state: string; done: number; total: number | null; note: string; error: string | null } | undefined;
  left: number;
}

function Far({ job, left }: FarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!job) return null;
  if (job.state === "done") return t("identity.squash.done", { n: format.whole(left) });
  if (job.state === "waiting") return t("identity.squash.waiting");
  if (job.state === "running") {
    return t("identity.squash.working", {
      done: format.whole(job.done),
      total: format.whole(job.total ?? 0),
      note: job.note,
    });
  }
  return t("identity.squash.failed", { error: job.error ?? job.state });
}
