import { useTranslation } from "react-i18next";
import type { SessionNumbers, SessionQuery } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Before } from "@/ui/before";
import { Stat } from "@/ui/stat";

interface Props {
  query: SessionQuery;
  numbers: SessionNumbers;
  /** Of the range compared with. */
  before: SessionNumbers | null;
}

/** The key figures of all sessions, whoever they are split by; each leads to its people. */
export function SessionFigures({ query, numbers, before }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { by: _, ...whole } = query;
  const behind = (of: string, title: string) => ({
    title,
    source: { kind: "query" as const, query: whole, who: { of } },
  });
  const earlier = (name: "sessions" | "people" | "bounce_rate" | "median_seconds") => {
    const value = before?.[name] ?? null;
    const title = `${t("analysis.session.title")} · ${t("question.compareBefore")}`;
    const who = { compared: true };
    const says = { sessions: format.compact, bounce_rate: format.percent, median_seconds: format.duration };
    return (
      <Before name={t("question.compareBefore")} now={numbers[name]} before={value} percent={format.percent}>
        {name === "people" ? (
          <PeopleNumber
            compact
            value={value}
            behind={{ title, source: { kind: "query", query: whole, who } }}
          />
        ) : (
          says[name](value ?? 0)
        )}
      </Before>
    );
  };
  return (
    <div className="stats">
      <Stat label={t("analysis.session.sessions")} below={earlier("sessions")}>
        {format.compact(numbers.sessions)}
      </Stat>
      <Stat label={t("analysis.people")} below={earlier("people")}>
        <PeopleNumber compact value={numbers.people} behind={behind("all", t("analysis.session.title"))} />
      </Stat>
      <Stat
        label={t("analysis.session.bounce_rate")}
        hint={t("analysis.session.hint.bounce")}
        below={earlier("bounce_rate")}
      >
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
      <Stat
        label={t("analysis.session.median_seconds")}
        hint={t("analysis.session.hint.duration")}
        below={earlier("median_seconds")}
      >
        {format.duration(numbers.median_seconds)}
      </Stat>
      <Stat label={t("analysis.session.open")} hint={t("analysis.session.hint.open")}>
        <PeopleNumber compact value={numbers.open} behind={behind("open", t("analysis.session.open"))} />
      </Stat>
    </div>
  );
}
