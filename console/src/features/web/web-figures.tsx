import { useTranslation } from "react-i18next";
import type { WebQuery, WebResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

interface Props {
  query: WebQuery;
  result: WebResult;
}

/** The key figures; everything that counts people leads to them. */
export function WebFigures({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const people = (of: "all" | "new" | "returning" | "live", value: number) => (
    <PeopleNumber
      compact
      value={value}
      behind={{ title: t(`analysis.web.of.${of}`), source: { kind: "query", query, who: { of } } }}
    />
  );
  return (
    <div className="stats">
      <Stat
        label={t("analysis.web.pv")}
        below={result.ips > 0 ? `${t("analysis.web.ips")} ${format.compact(result.ips)}` : null}
      >
        {format.compact(result.pv)}
      </Stat>
      <Stat
        label={t("analysis.web.uv")}
        below={
          <>
            {t("analysis.web.of.live")} {people("live", result.live)}
          </>
        }
      >
        {people("all", result.uv)}
      </Stat>
      <Stat label={t("analysis.web.visits")}>{format.compact(result.visits)}</Stat>
      <Stat
        label={t("analysis.web.of.new")}
        hint={t("analysis.web.hint.new")}
        below={
          <>
            {t("analysis.web.of.returning")} {people("returning", result.returning_visitors)}
          </>
        }
      >
        {people("new", result.new_visitors)}
      </Stat>
      <Stat label={t("analysis.web.bounce_rate")} hint={t("analysis.web.hint.bounce")}>
        {format.percent(result.bounce_rate)}
      </Stat>
      <Stat label={t("analysis.web.pages_per_visit")}>{result.pages_per_visit?.toFixed(1) ?? "–"}</Stat>
      <Stat label={t("analysis.web.median_visit_seconds")} hint={t("analysis.web.hint.duration")}>
        {format.duration(result.median_visit_seconds)}
      </Stat>
    </div>
  );
}
