import { useTranslation } from "react-i18next";
import { firstEvent } from "@/builders/query/first-event";
import { WithEvents } from "@/builders/query/with-events";
import { PathQuestion } from "./path-question";

/** What people did next, before, or around an event. */
export function PathPage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("analysis.path.title")}>
      {(events) => (
        <PathQuestion
          first={{
            kind: "path",
            anchor: { event: firstEvent(events, "page_view", "campaign_received", "product_view") },
            depth: 5,
            window: "7d",
            top: 6,
            range: { last: "30d" },
          }}
        />
      )}
    </WithEvents>
  );
}
