import { BellFilled, BellOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { alertsQuery, firingsQuery } from "@/api/alerts";
import type { Metric } from "@/api/metrics";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";

/** What watches a metric, and whether it fires now; where nothing does, the way to an alert of it. */
export function NodeAlerts({ metric }: { metric: Metric }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const path = usePath();
  const alerts = useQuery(alertsQuery(project)).data;
  const firings = useQuery(firingsQuery(project)).data ?? [];
  if (!alerts) return null;
  const watching = alerts.filter((each) => each.draft.metric === metric.name);
  const name = metric.title || metric.name;
  if (watching.length === 0) {
    if (!may("analyst")) return null;
    return (
      <Link
        className="metric-watch"
        to={path("alerts")}
        search={{ watch: metric.name } as never}
        aria-label={t("metric.watch", { name })}
        title={t("metric.watch", { name })}
      >
        <BellOutlined />
      </Link>
    );
  }
  const ids = new Set(watching.map((each) => each.alert_id));
  const fires = firings.some((each) => ids.has(each.alert_id) && !each.ended_at);
  const said = t(fires ? "metric.fires" : "metric.watched", {
    names: watching.map((each) => each.draft.name).join(", "),
  });
  return (
    <Link
      className={fires ? "metric-watch bad" : "metric-watch"}
      to={path("alerts")}
      title={said}
      aria-label={said}
    >
      <BellFilled />
    </Link>
  );
}
