import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { PathNode } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { Panel } from "@/ui/panel";
import { idOf, type PathEnding, type PathPeople } from "./use-path-people";

interface Props {
  nodes: PathNode[];
  behind: PathPeople;
}

/** Every name of every step, and how many paths begin or end there. */
export function PathNodes({ nodes, behind }: Props) {
  const { t } = useTranslation();
  const ends = (["begun", "ended", "pending"] as const).filter((end) => nodes.some((node) => node[end] > 0));
  const ending = (end: PathEnding) => ({
    key: end,
    title: <span title={t(`analysis.path.hint.${end}`)}>{t(`analysis.path.${end}`)}</span>,
    align: "right" as const,
    render: (_: unknown, node: PathNode) =>
      node[end] > 0 ? <PeopleNumber value={node[end]} behind={behind.end(node, end)} /> : "–",
  });
  return (
    <Panel title={t("analysis.path.nodes")} className="scroll">
      <Table<PathNode>
        size="small"
        rowKey={(node) => idOf(node.level, node)}
        dataSource={nodes}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { key: "level", title: t("analysis.path.step"), width: 80, align: "right", dataIndex: "level" },
          { key: "name", title: t("common.name"), render: (_, node) => behind.named(node) },
          {
            key: "people",
            title: t("analysis.people"),
            align: "right",
            render: (_, node) => <PeopleNumber value={node.people} behind={behind.node(node)} />,
          },
          ...(nodes.some((node) => (node.previous ?? null) !== null)
            ? [
                {
                  key: "before",
                  title: t("question.compareBefore"),
                  align: "right" as const,
                  render: (_: unknown, node: PathNode) => (
                    <PeopleNumber value={node.previous ?? null} behind={behind.node(node, true)} />
                  ),
                },
              ]
            : []),
          ...ends.map(ending),
        ]}
      />
    </Panel>
  );
}
