import { useTranslation } from "react-i18next";
import type { TimelineEvent } from "@/api/person";
import { useFormat } from "@/lib/use-format";

const SHOWN_MAX = 6;

function short(value: unknown): string {
  const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** One event: when, what, with which properties, for how much. */
export function TimelineLine({ event }: { event: TimelineEvent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const properties = Object.entries(event.properties).slice(0, SHOWN_MAX);
  const change =
    event.event === "identity.merged" ? "merged" : event.event === "identity.parted" ? "parted" : null;
  const place = Object.values(event.context).filter(Boolean).slice(0, 4).join(" · ");
  return (
    <li>
      <time className="note" dateTime={event.time}>
        {format.instant(event.time)}
      </time>
      <div>
        <strong>{change ? t(`identity.timeline.${change}`) : event.event}</strong>
        <div className="extra">
          {properties.map(([name, value]) => `${name} = ${short(value)}`).join("  ·  ")}
          {place ? <div>{place}</div> : null}
        </div>
      </div>
      <strong>{event.revenue === null ? "" : format.money(event.revenue)}</strong>
    </li>
  );
}
