import { useTranslation } from "react-i18next";
import type { WebQuery, WebResult, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Before } from "@/ui/before";
import { Stat } from "@/ui/stat";

interface Props {
  query: WebQuery;
  result: WebResult;
}
type Numbers = NonNullable<WebResult["previous"]>;

/** The key figures; everything that counts people leads to them, beside the range compared with. */
export function WebFigures({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const people = (of: "all" | "new" | "returning" | "live", value: number, who: Who = {}) => (
    <PeopleNumber
      compact
      value={value}
      behind={{ title: t(`analysis.web.of.${of}`), source: { kind: "query", query, who: { of, ...who } } }}
    />
  );
  const before = (name: keyof Numbers, say: (value: number) => string = format.compact) => {
    const value = result.previous?.[name] ?? null;
    const of = { uv: "all" as const, new_visitors: "new" as const }[name as "uv"];
    return (
      <Before name={t("question.compareBefore")} now={result[name]} before={value} percent={format.percent}>
        {of ? people(of, value ?? 0, { compared: true }) : say(value ?? 0)}
      </Before>
    );
  };
  return (
    <div className="stats">
      <Stat
        label={t("analysis.web.pv")}
        below={
          <>
            {result.ips > 0 ? `${t("analysis.web.ips")} ${format.compact(result.ips)} ` : null}
            {before("pv")}
          </>
        }
      >
        {format.compact(result.pv)}
      </Stat>
      <Stat
        label={t("analysis.web.uv")}
        below={
          <>
            {t("analysis.web.of.live")} {people("live", result.live)} {before("uv")}
          </>
        }
      >
        {people("all", result.uv)}
      </Stat>
      <Stat
        label={t("analysis.web.visits")}
        below={
          <>
            {t("analysis.web.pages_per_visit")} {result.pages_per_visit?.toFixed(1) ?? "–"} {before("visits")}
          </>
        }
      >
        {format.compact(result.visits)}
      </Stat>
      <Stat
        label={t("analysis.web.of.new")}
        hint={t("analysis.web.hint.new")}
        below={
          <>
            {t("analysis.web.of.returning")} {people("returning", result.returning_visitors)}{" "}
            {before("new_visitors")}
          </>
        }
      >
        {people("new", result.new_visitors)}
      </Stat>
      <Stat
        label={t("analysis.web.bounce_rate")}
        hint={t("analysis.web.hint.bounce")}
        below={before("bounce_rate", format.percent)}
      >
        {format.percent(result.bounce_rate)}
      </Stat>
      <Stat
        label={t("analysis.web.median_visit_seconds")}
        hint={t("analysis.web.hint.duration")}
        below={before("median_visit_seconds", format.duration)}
      >
        {format.duration(result.median_visit_seconds)}
      </Stat>
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
