import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isGoing, replaysQuery } from "@/api/lifecycle";
import { useProject } from "@/lib/project-context";

/** Says that history is being replayed, and shows what came of it as soon as it is done. */
export function ReplayNotice() {
  const { t } = useTranslation();
  const { project } = useProject();
  const queries = useQueryClient();
  const newest = useQuery(replaysQuery(project)).data?.[0];
  const going = isGoing(newest);
  const wasGoing = useRef(false);
  useEffect(() => {
    if (wasGoing.current && !going) void queries.invalidateQueries({ queryKey: [project] });
    wasGoing.current = going;
  }, [going, project, queries]);
  if (going) return <Alert type="info" showIcon title={t("lifecycle.replayGoing")} />;
  if (newest?.state !== "failed") return null;
  return <Alert type="error" showIcon title={t("lifecycle.replayFailed")} description={newest.error} />;
}
