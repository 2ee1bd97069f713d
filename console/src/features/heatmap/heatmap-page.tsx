import { useTranslation } from "react-i18next";
import type { HeatmapQuery } from "@/api/query-types";
import { firstEvent } from "@/builders/query/first-event";
import { useQuestion } from "@/builders/query/use-question";
import { WithEvents } from "@/builders/query/with-events";
import { HeatmapQuestion } from "./heatmap-question";
import { NoClicks } from "./no-clicks";

/** What the collectors call a click; the server knows their properties. */
const CLICKS = ["element_click", "$WebClick", "$autocapture"];

/** What was clicked on a page, and where. */
export function HeatmapPage() {
  const { t } = useTranslation();
  return <WithEvents title={t("heat.title")}>{(events) => <AskedOrExplained events={events} />}</WithEvents>;
}

/** Without clicks there is nothing to ask of: what to do first. */
function AskedOrExplained({ events }: { events: string[] }) {
  const view = firstEvent(events, "page_view", "screen_view");
  const [query, change] = useQuestion<HeatmapQuery>({
    kind: "heatmap",
    view: { event: view },
    range: { last: "30d" },
  });
  if (!query.click && !CLICKS.some((name) => events.includes(name))) {
    return <NoClicks events={events} onChoose={(event) => change({ click: { event } })} />;
  }
  return <HeatmapQuestion query={query} change={change} />;
}
