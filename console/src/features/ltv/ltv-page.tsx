import { useTranslation } from "react-i18next";
import { firstEvent } from "@/builders/query/first-event";
import { WithEvents } from "@/builders/query/with-events";
import { LtvQuestion } from "./ltv-question";

/** What the people won bring over time, and what they cost. */
export function LtvPage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("outcome.ltv.title")}>
      {(events) => (
        <LtvQuestion
          first={{
            kind: "ltv",
            event: firstEvent(events, "purchase", "order"),
            per: "month",
            periods: 6,
            range: { last: "365d" },
          }}
        />
      )}
    </WithEvents>
  );
}
