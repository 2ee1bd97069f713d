import { useTranslation } from "react-i18next";
import { firstEvent } from "@/builders/query/first-event";
import { WithEvents } from "@/builders/query/with-events";
import { FunnelQuestion } from "./funnel-question";

/** How many people did each step in turn. */
export function FunnelPage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("question.funnel.title")}>
      {(events) => {
        const start = firstEvent(events, "product_view", "page_view", "campaign_received");
        const end = firstEvent(
          events.filter((event) => event !== start),
          "purchase",
          "order",
        );
        return (
          <FunnelQuestion
            first={{
              kind: "funnel",
              steps: [{ event: start }, { event: end || start }],
              window: "7d",
              times: true,
              range: { last: "30d" },
            }}
          />
        );
      }}
    </WithEvents>
  );
}
