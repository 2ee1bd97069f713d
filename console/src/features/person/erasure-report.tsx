import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Erasure, erasureQuery } from "@/api/erasures";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { ErasurePlaces } from "./erasure-places";

interface Props {
  person: string;
  /** What is shown where nobody asked to erase them. */
  otherwise: ReactNode;
}

/** How far the erasure of a person is, and the report that nothing is left. */
export function ErasureReport({ person, otherwise }: Props) {
  const { project } = useProject();
  const asked = useQuery(erasureQuery(project, person));
  if (asked.error) return otherwise;
  return (
    <Loaded asked={asked} rows={6}>
      {(erasure) => <Report erasure={erasure} />}
    </Loaded>
  );
}

function Report({ erasure }: { erasure: Erasure }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isDone = erasure.state === "done";
  const told = { by: erasure.asked_by, at: format.instant(erasure.asked_at) };
  return (
    <Panel title={t("people.erasure.report")}>
      <div className="stack">
        <Alert
          type={isDone ? "success" : "info"}
          showIcon
          title={
            isDone
              ? t("people.erasure.done", { at: format.instant(erasure.done_at) })
              : t("people.erasure.doing")
          }
          description={t("people.erasure.askedBy", told)}
        />
        {isDone ? (
          <ErasurePlaces
            isDone
            places={erasure.places.filter(({ before, remaining }) => before > 0 || Boolean(remaining))}
          />
        ) : null}
        {isDone ? <p className="soft">{t("people.erasure.later")}</p> : null}
      </div>
    </Panel>
  );
}
