import { useTranslation } from "react-i18next";
import { firstEvent } from "@/builders/query/first-event";
import { WithEvents } from "@/builders/query/with-events";
import { RevenueQuestion } from "./revenue-question";

/** Orders, revenue and who pays. */
export function RevenuePage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("question.revenue.title")}>
      {(events) => (
        <RevenueQuestion
          first={{
            kind: "revenue",
            event: firstEvent(events, "purchase", "order"),
            repurchase_within: "30d",
            per: "week",
            range: { last: "90d" },
          }}
        />
      )}
    </WithEvents>
  );
}
