import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FunnelQuery, FunnelResult } from "@/api/query-types";
import { splitOf } from "@/builders/query/query-words";
import { useGroupHeading, useGroupName } from "@/builders/query/use-group-name";
import { FunnelChart } from "@/charts/funnel-chart/funnel-chart";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { FunnelGroups } from "./funnel-groups";
import { FunnelPeriods } from "./funnel-periods";
import { FunnelTimes } from "./funnel-times";
import { useFunnelBars } from "./use-funnel-bars";

interface Props {
  query: FunnelQuery;
  result: FunnelResult;
}

/** Where no group is chosen. */
const EVERYBODY = -1;

const groupAt = <Group,>(groups: Group[], chosen: number) =>
  chosen === EVERYBODY ? undefined : (groups[chosen] ?? groups[0]);

/** The funnel as columns; who came and who left at every step is a click away. Split, one group at a time. */
export function FunnelAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGroupName();
  const heading = useGroupHeading();
  const [chosen, setChosen] = useState(0);
  const groups = result.groups ?? [];
  const group = groupAt(groups, chosen);
  const steps = group?.steps ?? result.steps ?? [];
  const before = (group ? group.previous : result.previous) ?? undefined;
  const split = group ? splitOf(group) : {};
  const bars = useFunnelBars(query, steps, split, before);
  if (!steps[0]?.people) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const choice =
    groups.length > 0 ? (
      <Select
        size="small"
        style={{ minWidth: 160 }}
        aria-label={heading}
        value={group ? groups.indexOf(group) : EVERYBODY}
        options={[
          { value: EVERYBODY, label: t("outcome.attribution.everybody") },
          ...groups.map((each, index) => ({ value: index, label: nameOf(each) })),
        ]}
        onChange={setChosen}
      />
    ) : null;
  return (
    <>
      <Panel
        title={`${t("question.funnel.overall")} ${format.percent(steps.at(-1)?.rate_from_first)}`}
        note={choice}
      >
        <FunnelChart label={t("question.funnel.chart")} bars={bars} />
      </Panel>
      {groups.length > 0 ? <FunnelGroups query={query} groups={groups} /> : null}
      {result.periods ? <FunnelPeriods query={query} periods={result.periods} /> : null}
      <FunnelTimes query={query} steps={steps} split={split} />
    </>
  );
}
