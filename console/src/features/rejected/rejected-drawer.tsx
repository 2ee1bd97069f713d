import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { rejectedEventQuery } from "@/api/quality";
import { prettyJson } from "@/builders/live/pretty-json";
import { useWhy } from "@/builders/live/why";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Replay } from "./replay";

/** One rejected event, whole: why, as it came, and what a replay would take. */
export function RejectedDrawer({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const why = useWhy();
  const asked = useQuery(rejectedEventQuery(project, id));
  return (
    <Drawer open onClose={close} size={720} title={t("watch.rejected.one")} destroyOnHidden>
      <Loaded asked={asked} rows={8}>
        {(row) => (
          <div className="stack">
            <dl className="facts">
              {[
                [t("common.event"), row.event],
                [t("watch.rejected.reason"), row.reason],
                [
                  t("watch.rejected.message"),
                  [row.field, why(row.reason, row.message)].filter(Boolean).join(": "),
                ],
                [t("watch.rejected.grounds"), row.grounds],
                [t("watch.rejected.receivedAt"), format.second(row.received_at)],
                [t("watch.live.time"), format.second(row.time)],
                [t("watch.source"), row.source],
                [t("watch.rejected.eventId"), row.event_id],
              ].map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value || "–"}</dd>
                </div>
              ))}
            </dl>
            <div>
              {row.is_replayable ? (
                <Replay filter={{}} ids={[id]} total={1} />
              ) : (
                <span className="note">{t("watch.rejected.notReplayable")}</span>
              )}
            </div>
            <Panel title={t("watch.rejected.payload")}>
              <pre className="json">{prettyJson(row.payload)}</pre>
            </Panel>
            {row.raw ? (
              <Panel title={t("watch.rejected.raw")}>
                <pre className="json">{prettyJson(row.raw)}</pre>
              </Panel>
            ) : null}
          </div>
        )}
      </Loaded>
    </Drawer>
  );
}
