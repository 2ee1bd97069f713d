import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Progress, Tag, Tooltip } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isSearching, type MatchRun, matchRunsQuery, stopMatchRun } from "@/api/matches";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Panel } from "@/ui/panel";

/** How far the last search is, or what it found. */
export function LastRun() {
  const { project } = useProject();
  const client = useQueryClient();
  const runs = useQuery(matchRunsQuery(project));
  const run = runs.data?.[0];
  const searching = isSearching(run);
  useEffect(() => {
    if (!searching) void client.invalidateQueries({ queryKey: [project, "matches"] });
  }, [searching, client, project]);
  if (!run) return null;
  if (run.state === "failed") return <RunFailed run={run} />;
  return searching ? <RunGoing run={run} /> : <RunDone run={run} />;
}

function RunFailed({ run }: { run: MatchRun }) {
  const { t } = useTranslation();
  return <Alert type="error" showIcon title={t("match.run.failed")} description={run.error} />;
}

function RunGoing({ run }: { run: MatchRun }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const stopping = useMutation({
    mutationFn: () => stopMatchRun(project, run.run_id),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "match-runs"] }),
  });
  return (
    <Panel title={t(`match.run.states.${run.state}`)} note={run.note}>
      <div className="row">
        <Progress
          aria-label={t("match.run.title")}
          status="active"
          style={{ flex: 1 }}
          percent={Math.round((run.progress ?? 0) * 100)}
        />
        {may("operator") ? (
          <Button size="small" loading={stopping.isPending} onClick={() => stopping.mutate()}>
            {t("match.stop")}
          </Button>
        ) : null}
      </div>
    </Panel>
  );
}

function RunDone({ run }: { run: MatchRun }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { people, proposed, known, forbidden, accepted } = run.counts;
  const numbers = { people, proposed, known, forbidden };
  const words = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, format.whole(value)]),
  ) as { [Name in keyof typeof numbers]: string };
  return (
    <div className="row note" data-testid="last-run">
      <Tag>{t(`match.run.states.${run.state}`)}</Tag>
      {run.only_kind ? <Tag>{run.only_kind}</Tag> : null}
      <span>{t("match.run.summary", words)}</span>
      {accepted > 0 ? <span>· {t("match.run.automatic", { n: format.whole(accepted) })}</span> : null}
      <Tooltip title={t("match.run.trainedHint")}>
        <span>· {t(run.trained ? "match.run.trained" : "match.run.untrained")}</span>
      </Tooltip>
      <span>
        · {t("match.run.by", { who: run.started_by, when: format.instant(run.ended_at ?? run.started_at) })}
      </span>
    </div>
  );
}
