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
  const { numbers } = result;
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
        label={t("analysis.web.views")}
        below={numbers.ips > 0 ? `${t("analysis.web.ips")} ${format.compact(numbers.ips)}` : null}
      >
        {format.compact(numbers.views)}
      </Stat>
      <Stat
        label={t("analysis.web.visitors")}
        below={
          <>
            {t("analysis.web.of.live")} {people("live", result.live)}
          </>
        }
      >
        {people("all", numbers.visitors)}
      </Stat>
      <Stat label={t("analysis.web.visits")}>{format.compact(numbers.visits)}</Stat>
      <Stat
        label={t("analysis.web.of.new")}
        hint={t("analysis.web.hint.new")}
        below={
          <>
            {t("analysis.web.of.returning")} {people("returning", numbers.visitors - numbers.new)}
          </>
        }
      >
        {people("new", numbers.new)}
      </Stat>
      <Stat label={t("analysis.web.bounce_rate")} hint={t("analysis.web.hint.bounce")}>
        {format.percent(numbers.bounce_rate)}
      </Stat>
      <Stat label={t("analysis.web.pages_per_visit")}>{numbers.pages_per_visit?.toFixed(1) ?? "–"}</Stat>
      <Stat label={t("analysis.web.median_seconds")} hint={t("analysis.web.hint.duration")}>
        {format.duration(numbers.median_seconds)}
      </Stat>
    </div>
  );
}
