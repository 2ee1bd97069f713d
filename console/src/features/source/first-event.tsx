import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Source } from "@/api/sources";
import { LiveTable } from "@/builders/live/live-table";
import { useLiveEvents } from "@/builders/live/use-live-events";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

const SHOWN = 10;

/** Waits for the first event of a source, then shows the newest. */
export function FirstEvent({ source }: { source: Source }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const path = usePath();
  const client = useQueryClient();
  const live = useLiveEvents({ key: source.key_id }, may("operator"));
  const count = live.events.length;
  useEffect(() => {
    if (count > 0) void client.invalidateQueries({ queryKey: [project, "sources"] });
  }, [count, client, project]);
  if (!may("operator")) return <Panel title={t("source.follow")}>{t("source.needsOperator")}</Panel>;
  const all = (
    <Link to={path("live")} search={{ key: source.key_id } as never}>
      {t("source.followAll")}
    </Link>
  );
  return (
    <Panel title={t("source.follow")} note={all}>
      {live.error ? <Problem error={live.error} /> : null}
      <div aria-live="polite" className="row" data-testid="waiting">
        {count === 0 ? (
          <>
            <span className="waiting-dot" />
            <strong>{t("source.waiting")}</strong>
            <span className="note">{t("source.waitingHint")}</span>
          </>
        ) : (
          <strong>{t("source.arrived")}</strong>
        )}
      </div>
      {count > 0 ? <LiveTable events={live.events.slice(0, SHOWN)} named={() => source.name} /> : null}
    </Panel>
  );
}
