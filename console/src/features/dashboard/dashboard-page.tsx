import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { dashboardQuery } from "@/api/dashboards";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Board } from "./board";

/** One dashboard. */
export function DashboardPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { dashboard } = useParams({ strict: false }) as { dashboard: string };
  const board = useQuery(dashboardQuery(project, dashboard));
  if (board.data) return <Board key={board.data.dashboard_id} saved={board.data} />;
  return (
    <Page title={t("dashboard.title")}>
      <Loaded asked={board} rows={10}>
        {() => null}
      </Loaded>
    </Page>
  );
}
