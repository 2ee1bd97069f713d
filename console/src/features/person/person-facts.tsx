import { useTranslation } from "react-i18next";
import type { Person } from "@/api/person";
import { inLanguage } from "@/api/said";
import { rfmWords } from "@/builders/condition/words";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

/** Stage, RFM, value and points in one line. */
export function PersonFacts({ person }: { person: Person }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { stage, value, rfm, points } = person;
  return (
    <div className="stats">
      <Stat word label={t("people.person.stage")} below={stage ? format.day(stage.since) : null}>
        {stage ? inLanguage(stage.label, format.language) : "–"}
      </Stat>
      <Stat
        word
        label={t("people.person.rfm")}
        below={
          rfm
            ? `R ${format.whole(Math.round(rfm.recency_days))} · F ${format.whole(rfm.frequency)} · M ${format.money(rfm.monetary)}`
            : null
        }
      >
        {rfm ? rfmWords(rfm.rfm_class, t) : "–"}
      </Stat>
      <Stat label={t("people.person.spent")}>{format.money(value.revenue)}</Stat>
      <Stat
        label={t("people.person.orders")}
        below={`${t("people.person.lastOrder")} ${format.day(value.last_order_at)}`}
      >
        {format.whole(value.orders)}
      </Stat>
      <Stat label={t("people.person.points")}>{format.whole(points.balance)}</Stat>
    </div>
  );
}
