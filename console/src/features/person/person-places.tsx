import { useTranslation } from "react-i18next";
import type { Person } from "@/api/person";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

const SHOWN_MAX = 5;
const joined = (...words: string[]) => words.filter(Boolean).join(" · ");

/** The devices the person came with, and from where, the newest first. */
export function PersonPlaces({ person }: { person: Person }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (person.whereabouts.length === 0) return null;
  return (
    <Panel title={t("people.person.places")}>
      <dl className="facts">
        {person.whereabouts.slice(0, SHOWN_MAX).map((each) => {
          const device = joined(each.device, each.os, each.browser);
          const place = joined(each.country, each.province, each.city);
          return (
            <div key={`${device} ${place}`}>
              <dt>{format.day(each.last_seen_at)}</dt>
              <dd>
                {device || place}
                <div className="note">
                  {device && place ? `${place} · ` : ""}
                  {t("people.person.eventCount", { n: format.whole(each.events) })}
                </div>
              </dd>
            </div>
          );
        })}
      </dl>
    </Panel>
  );
}
