import { useTranslation } from "react-i18next";
import { firstEvent } from "@/builders/query/first-event";
import { WithEvents } from "@/builders/query/with-events";
import { RfmQuestion } from "./rfm-question";

/** Buyers in eight classes. */
export function RfmPage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("life.rfm.title")}>
      {(events) => (
        <RfmQuestion
          first={{ kind: "rfm", event: firstEvent(events, "purchase", "order"), range: { last: "365d" } }}
        />
      )}
    </WithEvents>
  );
}
