import { useTranslation } from "react-i18next";
import { firstEvent } from "@/builders/query/first-event";
import { WithEvents } from "@/builders/query/with-events";
import { TrendQuestion } from "./trend-question";

/** Metrics over time. */
export function TrendPage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("question.trend.title")}>
      {(events) => (
        <TrendQuestion
          first={{
            kind: "trend",
            metrics: [{ event: firstEvent(events, "purchase", "order"), aggregate: "people" }],
            per: "day",
            range: { last: "30d" },
          }}
        />
      )}
    </WithEvents>
  );
}
