import { useTranslation } from "react-i18next";
import type { WebQuery, WebResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

interface Props {
  query: WebQuery;
  result: WebResult;
}

/** The key figures; everything that counts people leads to them, beside the range compared with. */
export function WebFigures({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { previous } = result;
  const behind = (of: "all" | "new" | "returning" | "live") => ({
    title: t(`analysis.web.of.${of}`),
    source: { kind: "query" as const, query, who: { of } },
  });
  return (
    <div className="stats">
      <Figure
        label={t("analysis.web.pv")}
        now={result.pv}
        before={previous?.pv}
        say={format.compact}
        also={result.ips > 0 ? `${t("analysis.web.ips")} ${format.compact(result.ips)}` : null}
      />
      <PeopleFigure
        label={t("analysis.web.uv")}
        now={result.uv}
        before={previous?.uv}
        behind={behind("all")}
        also={
          <>
            {t("analysis.web.of.live")} <PeopleNumber compact value={result.live} behind={behind("live")} />
          </>
        }
      />
      <Figure
        label={t("analysis.web.visits")}
        now={result.visits}
        before={previous?.visits}
        say={format.compact}
        also={`${t("analysis.web.pages_per_visit")} ${result.pages_per_visit?.toFixed(1) ?? "–"}`}
      />
      <PeopleFigure
        label={t("analysis.web.of.new")}
        hint={t("analysis.web.hint.new")}
        now={result.new_visitors}
        before={previous?.new_visitors}
        behind={behind("new")}
        also={
          <>
            {t("analysis.web.of.returning")}{" "}
            <PeopleNumber compact value={result.returning_visitors} behind={behind("returning")} />
          </>
        }
      />
      <Figure
        label={t("analysis.web.bounce_rate")}
        hint={t("analysis.web.hint.bounce")}
        now={result.bounce_rate}
        before={previous?.bounce_rate}
        say={format.percent}
      />
      <Figure
        label={t("analysis.web.median_visit_seconds")}
        hint={t("analysis.web.hint.duration")}
        now={result.median_visit_seconds}
        before={previous?.median_visit_seconds}
        say={format.duration}
      />
      {result.measured > 0 ? (
        <Stat
          label={t("analysis.web.visible")}
          hint={t("analysis.web.hint.visible")}
          below={t("analysis.web.measured", { n: format.compact(result.measured) })}
        >
          {format.duration(result.visible_seconds)}
        </Stat>
      ) : null}
    </div>
  );
}
