import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AttributionModel, AttributionQuery, AttributionResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { splitOf } from "@/builders/query/query-words";
import { useGroupName } from "@/builders/query/use-group-name";
import { useLineBefore } from "@/builders/query/use-line-before";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { AttributionFigures } from "./attribution-figures";
import { AttributionGroups } from "./attribution-groups";
import { AttributionTable } from "./attribution-table";

interface Props {
  query: AttributionQuery;
  result: AttributionResult;
}

const WHOLE = -1;

/** The key figures, the credits of each model side by side, and the table; split, one group at a time. */
export function AttributionAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const lineBefore = useLineBefore();
  const nameOf = useGroupName();
  const [chosen, setChosen] = useState(WHOLE);
  const groups = result.groups ?? [];
  const group = groups[chosen];
  const shown = group ?? result;
  const of = group ? { group: splitOf(group) } : {};
  if (result.conversions === 0) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const modelOf = (model: string) => t(`outcome.attribution.models.${model as AttributionModel}`);
  const lines = [
    { name: modelOf(result.model), values: shown.credits.map((each) => each.conversions) },
    ...lineBefore(
      modelOf(result.model),
      shown.previous && shown.credits.map((each) => each.previous?.conversions ?? 0),
    ),
    ...shown.beside.map(({ model, credits }) => ({
      name: modelOf(model),
      values: credits.map((each) => each.conversions),
    })),
  ];
  const pick = (at: number) => {
    const line = shown.credits[at];
    if (!line) return;
    const title = t("outcome.attribution.whoCredited", { name: nameOf(line) });
    open({ title, source: { kind: "query", query, who: { ...splitOf(line), ...of } } });
  };
  const choice = groups.length > 0 && (
    <Select
      size="small"
      style={{ minWidth: 200 }}
      aria-label={t("outcome.attribution.group")}
      value={group ? chosen : WHOLE}
      options={[
        { value: WHOLE, label: t("outcome.attribution.everybody") },
        ...groups.map((each, index) => ({ value: index, label: nameOf(each) })),
      ]}
      onChange={setChosen}
    />
  );
  return (
    <>
      <AttributionFigures query={query} numbers={shown} group={of} />
      <Panel title={t("outcome.attribution.chart")} note={choice || null}>
        <TrendChart
          bars
          label={t("outcome.attribution.chart")}
          labels={shown.credits.map(nameOf)}
          lines={lines}
          zone=""
          value={(value) => format.compact(Math.round(value * 10) / 10)}
          onPick={(_, at) => pick(at)}
        />
      </Panel>
      {groups.length > 0 ? <AttributionGroups query={query} result={result} /> : null}
      <AttributionTable query={query} result={shown} group={of} nameOf={nameOf} modelOf={modelOf} />
    </>
  );
}
