import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import type { Destination } from "@/api/destinations";
import { describeCondition } from "@/builders/condition/describe";

/** What a destination gets, in words. */
export function WhatIsSent({ destination }: { destination: Destination }) {
  const { t } = useTranslation();
  const { events, segments, attributes } = destination;
  const parts: string[] = [];
  if (events) {
    const names = events.names.length > 0 ? events.names.join(", ") : t("destination.allEvents");
    const people = events.people ? ` (${describeCondition(events.people as unknown as Condition, t)})` : "";
    parts.push(`${t("destination.events")}: ${names}${people}`);
  }
  if (segments.length > 0) parts.push(`${t("destination.segments")}: ${segments.join(", ")}`);
  if (attributes.length > 0) parts.push(`${t("destination.attributes")}: ${attributes.join(", ")}`);
  return <>{parts.join(" · ")}</>;
}
