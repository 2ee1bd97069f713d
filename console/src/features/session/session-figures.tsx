import { useTranslation } from "react-i18next";
import type { SessionNumbers, SessionQuery } from "@/api/query-types";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { useFormat } from "@/lib/use-format";

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
  const people = (of: "bounces" | "open", who: string) => (
    <PeopleFigure
      label={t(`analysis.session.${of}`)}
      {...(of === "open" ? { hint: t("analysis.session.hint.open") } : {})}
      now={numbers[of]}
      behind={behind(who, t(`analysis.session.${of}`))}
    />
  );
  return (
    <div className="stats">
      <Figure
        label={t("analysis.session.sessions")}
        now={numbers.sessions}
        before={before?.sessions}
        say={format.compact}
      />
      <PeopleFigure
        label={t("analysis.people")}
        now={numbers.people}
        before={before?.people}
        behind={behind("all", t("analysis.session.title"))}
      />
      <Figure
        label={t("analysis.session.bounce_rate")}
        hint={t("analysis.session.hint.bounce")}
        now={numbers.bounce_rate}
        before={before?.bounce_rate}
        say={format.percent}
      />
      {people("bounces", "bounced")}
      <Figure
        label={t("analysis.session.events_per_session")}
        now={numbers.events_per_session}
        before={before?.events_per_session}
        say={(value) => value.toFixed(1)}
      />
      <Figure
        label={t("analysis.session.median_seconds")}
        hint={t("analysis.session.hint.duration")}
        now={numbers.median_seconds}
        before={before?.median_seconds}
        say={format.duration}
      />
      {people("open", "open")}
    </div>
  );
}
