import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Alert, Progress } from "antd";
import { useTranslation } from "react-i18next";
import { importQuery, isGoing } from "@/api/imports";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { CancelImport } from "./cancel-import";
import { ImportNumbers } from "./import-numbers";
import { ImportState } from "./import-state";
import { RejectedRows } from "./rejected-rows";

/** One import: how far it is, what became of its rows, which were refused and why. */
export function ImportPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const { import: id } = useParams({ strict: false }) as { import: string };
  const asked = useQuery(importQuery(project, id));
  const current = asked.data;
  const about = current ? (
    <span className="row">
      <ImportState state={current.state} />
      <span className="note">
        {t("data.imports.startedAt")} {format.instant(current.started_at)}
        {current.ended_at ? ` · ${t("data.imports.finishedAt")} ${format.instant(current.ended_at)}` : ""}
      </span>
    </span>
  ) : null;
  return (
    <Page
      title={current?.file ?? t("data.imports.title")}
      about={about}
      tools={current && isGoing(current.state) ? <CancelImport id={id} /> : null}
    >
      <Loaded asked={asked}>
        {(answer) => (
          <div className="stack">
            {answer.error ? (
              <Alert
                type="error"
                showIcon
                title={answer.error}
                description={answer.error_code ? <code>{answer.error_code}</code> : null}
              />
            ) : null}
            {isGoing(answer.state) ? (
              <Panel>
                <Progress
                  aria-label={t("data.imports.rowsDone")}
                  status="active"
                  percent={Math.round((answer.progress ?? 0) * 100)}
                  format={() => format.whole(answer.rows_done)}
                />
              </Panel>
            ) : null}
            <ImportNumbers answer={answer} />
            <RejectedRows id={id} state={answer.state} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
