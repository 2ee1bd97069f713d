import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import type { Destination } from "@/api/destinations";
import { useDescribed } from "@/builders/condition/use-describe";
import { COMPUTED } from "./destination-fields";

/** What a destination gets, in words. */
export function WhatIsSent({ destination }: { destination: Destination }) {
  const { t } = useTranslation();
  const { events, segments, attributes, computed } = destination;
  const whose = useDescribed((events?.people ?? null) as Condition | null);
  const parts: string[] = [];
  if (events) {
    const names = events.names.length > 0 ? events.names.join(", ") : t("destination.allEvents");
    const people = events.people ? ` (${whose})` : "";
    parts.push(`${t("destination.events")}: ${names}${people}`);
  }
  if (segments.length > 0) parts.push(`${t("destination.segments")}: ${segments.join(", ")}`);
  if (attributes.length > 0) parts.push(`${t("destination.attributes")}: ${attributes.join(", ")}`);
  if (computed.length > 0) {
    const named = COMPUTED.filter((each) => computed.includes(each));
    parts.push(
      `${t("destination.computed")}: ${named.map((each) => t(`destination.feeds.${each}`)).join(", ")}`,
    );
  }
  return <>{parts.join(" · ")}</>;
}
