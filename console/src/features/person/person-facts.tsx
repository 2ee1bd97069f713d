import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Person } from "@/api/person";
import { inLanguage } from "@/api/said";
import { rfmWords } from "@/builders/condition/words";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Stat } from "@/ui/stat";

/** Where the person stands: stage, status, RFM, value and points in one line; each leads to its page. */
export function PersonFacts({ person }: { person: Person }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const { stage, status, tier, value, rfm, points } = person;
  const bought = rfm
    ? `R ${format.whole(Math.round(rfm.recency_days))} · F ${format.whole(rfm.frequency)} · M ${format.money(rfm.monetary)}`
    : null;
  return (
    <div className="stats">
      <Stat
        word
        label={t("people.person.stage")}
        below={stage ? t("people.person.since", { when: format.day(stage.since) }) : null}
      >
        {stage ? <Link to={path("lifecycle")}>{inLanguage(stage.label, format.language)}</Link> : "–"}
      </Stat>
      <Stat word label={t("people.person.status")} hint={t("people.person.statusHint")}>
        {status ? <Link to={path("status")}>{inLanguage(status.label, format.language)}</Link> : "–"}
      </Stat>
      <Stat word label={t("people.person.rfm")} below={bought}>
        {rfm ? <Link to={path("rfm")}>{rfmWords(rfm.rfm_class, t)}</Link> : "–"}
      </Stat>
      <Stat
        label={t("people.person.spent")}
        below={tier ? <Link to={path("value")}>{inLanguage(tier.label, format.language)}</Link> : null}
      >
        {format.money(value.revenue)}
      </Stat>
      <Stat
        label={t("people.person.orders")}
        below={
          value.last_order_at ? `${t("people.person.lastOrder")} ${format.day(value.last_order_at)}` : null
        }
      >
        {format.whole(value.orders)}
      </Stat>
      <Stat label={t("people.person.points")}>{format.whole(points.balance)}</Stat>
    </div>
  );
}
