import { useTranslation } from "react-i18next";
import type { HeatmapQuery, HeatmapResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

interface Props {
  query: HeatmapQuery;
  result: HeatmapResult;
}

/** The key figures of the page; everything that counts people leads to them. */
export function HeatmapFigures({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const people = (of: "visitors" | "clicked" | "moved" | "pending" | "rage" | "dead", value: number) => (
    <PeopleNumber
      compact
      value={value}
      behind={{ title: t(`heat.who.${of}`), source: { kind: "query", query, who: { of } } }}
    />
  );
  return (
    <div className="stats">
      <Stat
        label={t("heat.visitors")}
        hint={t("heat.hint.visitors")}
        below={`${t("heat.views")} ${format.compact(result.views)}`}
      >
        {people("visitors", result.visitors)}
      </Stat>
      <Stat label={t("heat.clicks")}>{format.compact(result.clicks)}</Stat>
      <Stat label={t("heat.clickedBy")}>{people("clicked", result.people)}</Stat>
      <Stat label={t("heat.share")} hint={t("heat.hint.share")}>
        {format.percent(result.share)}
      </Stat>
      <Stat
        label={t("heat.movedShare")}
        hint={t("heat.hint.moved")}
        below={
          <>
            {t("heat.moved")} {people("moved", result.moved)} · {t("heat.pending")}{" "}
            {people("pending", result.pending)}
          </>
        }
      >
        {format.percent(result.moved_share)}
      </Stat>
      <Stat
        label={t("heat.rage")}
        hint={t("heat.hint.rage")}
        below={
          <>
            {t("analysis.people")} {people("rage", result.rage_people)}
          </>
        }
      >
        {format.compact(result.rage_clicks)}
      </Stat>
      <Stat
        label={t("heat.dead")}
        hint={t("heat.hint.dead")}
        below={
          <>
            {t("analysis.people")} {people("dead", result.dead_people)}
          </>
        }
      >
        {format.compact(result.dead_clicks)}
      </Stat>
    </div>
  );
}
