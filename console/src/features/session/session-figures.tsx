import { useTranslation } from "react-i18next";
import type { SessionNumbers, SessionQuery } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

interface Props {
  query: SessionQuery;
  numbers: SessionNumbers;
}

/** The key figures of all sessions. A question that is split has its people by group, in the table. */
export function SessionFigures({ query, numbers }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const behind = (of: string, title: string) =>
    query.by?.length ? null : { title, source: { kind: "query" as const, query, who: { of } } };
  return (
    <div className="stats">
      <Stat label={t("analysis.session.sessions")}>{format.compact(numbers.sessions)}</Stat>
      <Stat label={t("analysis.people")}>
        <PeopleNumber compact value={numbers.people} behind={behind("all", t("analysis.session.title"))} />
      </Stat>
      <Stat label={t("analysis.session.bounce_rate")} hint={t("analysis.session.hint.bounce")}>
        {format.percent(numbers.bounce_rate)}
      </Stat>
      <Stat label={t("analysis.session.bounces")}>
        <PeopleNumber
          compact
          value={numbers.bounces}
          behind={behind("bounced", t("analysis.session.bounces"))}
        />
      </Stat>
      <Stat label={t("analysis.session.events_per_session")}>
        {numbers.events_per_session?.toFixed(1) ?? "–"}
      </Stat>
      <Stat label={t("analysis.session.median_seconds")} hint={t("analysis.session.hint.duration")}>
        {format.duration(numbers.median_seconds)}
      </Stat>
      <Stat label={t("analysis.session.open")} hint={t("analysis.session.hint.open")}>
        <PeopleNumber compact value={numbers.open} behind={behind("open", t("analysis.session.open"))} />
      </Stat>
    </div>
  );
}
