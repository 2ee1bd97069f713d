import { useTranslation } from "react-i18next";
import type { FunnelQuery, FunnelResult } from "@/api/query-types";
import { FunnelChart } from "@/charts/funnel-chart/funnel-chart";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { FunnelGroups } from "./funnel-groups";
import { useFunnelBars } from "./use-funnel-bars";

interface Props {
  query: FunnelQuery;
  result: FunnelResult;
}

/** The funnel as columns; who came and who left at every step is a click away. */
export function FunnelAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { steps } = result;
  const bars = useFunnelBars(query, steps);
  if (!steps[0]?.people) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const overall = steps.at(-1)?.rate_from_first ?? null;
  return (
    <>
      <Panel
        title={
          <>
            {t("question.funnel.overall")} {format.percent(overall)}
          </>
        }
      >
        <FunnelChart label={t("question.funnel.chart")} bars={bars} />
      </Panel>
      {result.groups?.length ? <FunnelGroups query={query} groups={result.groups} /> : null}
    </>
  );
}
