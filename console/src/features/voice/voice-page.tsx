import { useTranslation } from "react-i18next";
import { firstEvent } from "@/builders/query/first-event";
import { WithEvents } from "@/builders/query/with-events";
import { VoiceQuestion } from "./voice-question";

/** What people say of us: NPS and CSAT, and what they write. */
export function VoicePage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("outcome.voice.title")}>
      {(events) => (
        <VoiceQuestion
          first={{
            kind: "voice",
            event: firstEvent(events, "survey_answered", "form_submitted", "nps_answered", "review"),
            method: "nps",
            per: "month",
            range: { last: "365d" },
          }}
        />
      )}
    </WithEvents>
  );
}
