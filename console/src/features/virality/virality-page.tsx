import { useTranslation } from "react-i18next";
import { firstEvent } from "@/builders/query/first-event";
import { WithEvents } from "@/builders/query/with-events";
import { ViralityQuestion } from "./virality-question";

/** People who bring people. */
export function ViralityPage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("outcome.virality.title")}>
      {(events) => (
        <ViralityQuestion
          first={{
            kind: "virality",
            invite: { event: firstEvent(events, "invite_sent", "invite", "share") },
            accepted: { event: firstEvent(events, "invite_accepted", "signup", "register") },
            link: { invite: "", accepted: "" },
            per: "week",
            range: { last: "90d" },
          }}
        />
      )}
    </WithEvents>
  );
}
