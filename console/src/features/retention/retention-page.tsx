import { useTranslation } from "react-i18next";
import { firstEvent } from "@/builders/query/first-event";
import { WithEvents } from "@/builders/query/with-events";
import { RetentionQuestion } from "./retention-question";

/** Who comes back after a first time. */
export function RetentionPage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("question.retention.title")}>
      {(events) => {
        const event = firstEvent(events, "purchase", "order", "page_view");
        return (
          <RetentionQuestion
            first={{
              kind: "retention",
              start: { event },
              back: { event },
              per: "week",
              periods: 12,
              range: { last: "90d" },
            }}
          />
        );
      }}
    </WithEvents>
  );
}
