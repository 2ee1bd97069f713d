import { useTranslation } from "react-i18next";
import { firstEvent } from "@/builders/query/first-event";
import { WithEvents } from "@/builders/query/with-events";
import { AttributionQuestion } from "./attribution-question";

/** Which touches the conversions are credited to. */
export function AttributionPage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("outcome.attribution.title")}>
      {(events) => (
        <AttributionQuestion
          first={{
            kind: "attribution",
            touch: { event: firstEvent(events, "page_view", "campaign_received", "product_view") },
            conversion: { event: firstEvent(events, "purchase", "order", "deal_won") },
            lookback: "30d",
            model: "last_non_direct",
            beside: ["first", "linear", "markov"],
            by: [{ property: "source" }],
            range: { last: "90d" },
          }}
        />
      )}
    </WithEvents>
  );
}
