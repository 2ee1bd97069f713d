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
      <Stat label={t("analysis.web.views")}>{format.compact(numbers.views)}</Stat>
      <Stat label={t("analysis.web.visitors")}>{people("all", numbers.visitors)}</Stat>
      <Stat label={t("analysis.web.visits")}>{format.compact(numbers.visits)}</Stat>
      {numbers.ips > 0 ? <Stat label={t("analysis.web.ips")}>{format.compact(numbers.ips)}</Stat> : null}
      <Stat label={t("analysis.web.of.new")} hint={t("analysis.web.hint.new")}>
        {people("new", numbers.new)}
      </Stat>
      <Stat label={t("analysis.web.of.returning")}>
        {people("returning", numbers.visitors - numbers.new)}
      </Stat>
      <Stat label={t("analysis.web.bounce_rate")} hint={t("analysis.web.hint.bounce")}>
        {format.percent(numbers.bounce_rate)}
      </Stat>
      <Stat label={t("analysis.web.pages_per_visit")}>{numbers.pages_per_visit?.toFixed(1) ?? "–"}</Stat>
      <Stat label={t("analysis.web.median_seconds")} hint={t("analysis.web.hint.duration")}>
        {format.duration(numbers.median_seconds)}
      </Stat>
      <Stat label={t("analysis.web.of.live")} hint={t("analysis.web.hint.live")}>
        {people("live", result.live)}
      </Stat>
    </div>
  );
}
