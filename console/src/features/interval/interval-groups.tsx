import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { IntervalQuery, IntervalResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { PeopleBefore } from "@/builders/query/people-before";
import { splitOf } from "@/builders/query/query-words";
import { useGroupHeading, useGroupName } from "@/builders/query/use-group-name";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

type Group = NonNullable<IntervalResult["groups"]>[number];
interface Props {
  query: IntervalQuery;
  groups: Group[];
}

/** The quantiles of every group. */
export function IntervalGroups({ query, groups }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const named = useGroupName();
  const heading = useGroupHeading();
  const behind = (group: Group) => ({
    title: named(group),
    source: { kind: "query" as const, query, who: splitOf(group) },
  });
  return (
    <Panel className="scroll">
      <Table<Group>
        size="small"
        rowKey={named}
        dataSource={groups}
        pagination={false}
        columns={[
          { key: "name", title: heading, render: (_, group) => named(group) },
          {
            key: "pairs",
            title: t("analysis.interval.pairs"),
            align: "right",
            render: (_, group) => (
              <>
                {format.whole(group.pairs)}
                <CellBefore now={group.pairs} before={group.previous?.pairs}>
                  {format.whole(group.previous?.pairs ?? 0)}
                </CellBefore>
              </>
            ),
          },
          {
            key: "people",
            title: t("analysis.people"),
            align: "right",
            render: (_, group) => (
              <>
                <PeopleNumber value={group.people} behind={behind(group)} />
                <PeopleBefore now={group.people} before={group.previous?.people} behind={behind(group)} />
              </>
            ),
          },
          ...(["p25", "p50", "p75", "p90"] as const).map((name) => ({
            key: name,
            title: t(`analysis.interval.${name}`),
            align: "right" as const,
            render: (_: unknown, group: Group) => (
              <>
                {format.duration(group.quantiles[name])}
                <CellBefore now={group.quantiles[name]} before={group.previous?.quantiles[name]}>
                  {format.duration(group.previous?.quantiles[name])}
                </CellBefore>
              </>
            ),
          })),
        ]}
      />
    </Panel>
  );
}
