import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { PathLink } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { Panel } from "@/ui/panel";
import { fromOf, idOf, type PathPeople, toOf } from "./use-path-people";

interface Props {
  links: PathLink[];
  behind: PathPeople;
}

const before = (link: PathLink) => link.previous ?? null;

/** Every link with its people; those of most people first. */
export function PathLinks({ links, behind }: Props) {
  const { t } = useTranslation();
  return (
    <Panel title={t("analysis.path.links")} className="scroll">
      <Table<PathLink>
        size="small"
        rowKey={(link) => `${idOf(link.level, fromOf(link))}>${idOf(link.level + 1, toOf(link))}`}
        dataSource={[...links].sort((a, b) => b.people - a.people)}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { key: "level", title: t("analysis.path.step"), width: 80, align: "right", dataIndex: "level" },
          {
            key: "from",
            title: t("analysis.path.sourceName"),
            render: (_, link) => behind.named(fromOf(link)),
          },
          {
            key: "to",
            title: t("analysis.path.targetName"),
            render: (_, link) => behind.named(toOf(link)),
          },
          {
            key: "people",
            title: t("analysis.people"),
            align: "right",
            render: (_, link) => <PeopleNumber value={link.people} behind={behind.link(link)} />,
          },
          ...(links.some((link) => before(link) !== null)
            ? [
                {
                  key: "before",
                  title: t("question.compareBefore"),
                  align: "right" as const,
                  render: (_: unknown, link: PathLink) => (
                    <PeopleNumber value={before(link)} behind={behind.link(link, { compared: true })} />
                  ),
                },
              ]
            : []),
          {
            key: "again",
            title: t("analysis.path.again"),
            align: "right",
            render: (_, link) =>
              link.again > 0 ? (
                <PeopleNumber value={link.again} behind={behind.link(link, { again: true })} />
              ) : (
                "–"
              ),
          },
        ]}
      />
    </Panel>
  );
}
