import { useTranslation } from "react-i18next";
import type { AttributionModel, AttributionQuery, AttributionResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { splitOf } from "@/builders/query/query-words";
import { useGroupName } from "@/builders/query/use-group-name";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { AttributionTable } from "./attribution-table";

interface Props {
  query: AttributionQuery;
  result: AttributionResult;
}

/** The key figures, the credits of each model side by side, and the table. */
export function AttributionAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const nameOf = useGroupName();
  if (result.conversions === 0) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const modelOf = (model: string) => t(`outcome.attribution.models.${model as AttributionModel}`);
  const behind = (of: "converted" | "untouched" | "pending", title: string) => ({
    title,
    source: { kind: "query" as const, query, who: { of } },
  });
  const lines = [
    { name: modelOf(result.model), values: result.credits.map((each) => each.conversions) },
    ...result.beside.map(({ model, credits }) => ({
      name: modelOf(model),
      values: credits.map((each) => each.conversions),
    })),
  ];
  const pick = (at: number) => {
    const line = result.credits[at];
    if (!line) return;
    const title = t("outcome.attribution.whoCredited", { name: nameOf(line) });
    open({ title, source: { kind: "query", query, who: splitOf(line) } });
  };
  return (
    <>
      <div className="stats">
        <Stat label={t("outcome.attribution.conversions")}>{format.whole(result.conversions)}</Stat>
        <Stat label={t("outcome.attribution.value")}>
          <span title={format.whole(result.value)}>{format.money(result.value)}</span>
        </Stat>
        <Stat label={t("outcome.attribution.converted")}>
          <PeopleNumber
            value={result.people}
            behind={behind("converted", t("outcome.attribution.converted"))}
          />
        </Stat>
        <Stat
          label={t("outcome.attribution.untouched")}
          hint={t("outcome.attribution.hint.untouched")}
          below={
            <>
              {t("analysis.people")}{" "}
              <PeopleNumber
                value={result.untouched_people}
                behind={behind("untouched", t("outcome.attribution.untouched"))}
              />
            </>
          }
        >
          {format.whole(result.untouched)}
        </Stat>
        {result.pending === null ? null : (
          <Stat label={t("outcome.attribution.pending")} hint={t("outcome.attribution.hint.pending")}>
            <PeopleNumber
              value={result.pending}
              behind={behind("pending", t("outcome.attribution.pending"))}
            />
          </Stat>
        )}
      </div>
      <Panel title={t("outcome.attribution.chart")}>
        <TrendChart
          bars
          label={t("outcome.attribution.chart")}
          labels={result.credits.map(nameOf)}
          lines={lines}
          zone=""
          value={(value) => format.compact(Math.round(value * 10) / 10)}
          onPick={(_, at) => pick(at)}
        />
      </Panel>
      <AttributionTable query={query} result={result} nameOf={nameOf} modelOf={modelOf} />
    </>
  );
}
