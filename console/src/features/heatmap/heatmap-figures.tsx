import { useTranslation } from "react-i18next";
import type { HeatmapQuery, HeatmapResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

type Of = "visitors" | "clicked" | "moved" | "pending" | "rage" | "dead";
interface Props {
  query: HeatmapQuery;
  result: HeatmapResult;
}

/** The key figures of the page; everything that counts people leads to them. */
export function HeatmapFigures({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { previous } = result;
  const was = (value: string) => (previous ? <div>{t("question.compareWas", { value })}</div> : null);
  const behind = (of: Of) => ({
    title: t(`heat.who.${of}`),
    source: { kind: "query" as const, query, who: { of } },
  });
  const people = (of: Of, value: number) => <PeopleNumber compact value={value} behind={behind(of)} />;
  const before = (of: Of, now: number, then: number | undefined) => (
    <PeopleBefore compact now={now} before={then} behind={behind(of)} />
  );
  return (
    <div className="stats">
      <Stat
        label={t("heat.visitors")}
        hint={t("heat.hint.visitors")}
        below={
          <>
            {t("heat.views")} {format.compact(result.views)}
            {before("visitors", result.visitors, previous?.visitors)}
          </>
        }
      >
        {people("visitors", result.visitors)}
      </Stat>
      <Stat label={t("heat.clicks")} below={was(format.compact(previous?.clicks ?? 0))}>
        {format.compact(result.clicks)}
      </Stat>
      <Stat
        label={t("heat.clickedBy")}
        below={previous ? before("clicked", result.people, previous.people) : null}
      >
        {people("clicked", result.people)}
      </Stat>
      <Stat
        label={t("heat.share")}
        hint={t("heat.hint.share")}
        below={was(format.percent(previous?.share ?? null))}
      >
        {format.percent(result.share)}
      </Stat>
      <Stat
        label={t("heat.movedShare")}
        hint={t("heat.hint.moved")}
        below={
          <>
            {t("heat.moved")} {people("moved", result.moved)} · {t("heat.pending")}{" "}
            {people("pending", result.pending)}
            {was(format.percent(previous?.moved_share ?? null))}
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
            {before("rage", result.rage_people, previous?.rage_people)}
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
            {before("dead", result.dead_people, previous?.dead_people)}
          </>
        }
      >
        {format.compact(result.dead_clicks)}
      </Stat>
    </div>
  );
}
