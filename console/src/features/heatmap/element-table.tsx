import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { HeatmapQuery, HeatmapResult, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";
import { elementName } from "./element-name";
import { NextPages } from "./next-pages";

type Element = HeatmapResult["elements"][number];
type Counted = "people" | "moved" | "rage_people" | "dead_people";
interface Props {
  query: HeatmapQuery;
  result: HeatmapResult;
}

const whoOf = (each: Element): Who => (each.is_other ? { is_other: true } : { element: each.element });

/** Every element: its clicks, its people, and where they went next; a row opens all its next pages. */
export function ElementTable({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const room = result.previous ? 44 : 0;
  const behind = (each: Element, who: Who) => ({
    title: elementName(each, t),
    source: { kind: "query" as const, query, who: { ...whoOf(each), ...who } },
  });
  const people = (each: Element, of: Counted, who: Who) => (
    <>
      <PeopleNumber value={each[of]} behind={behind(each, who)} />
      <PeopleBefore now={each[of]} before={each.previous?.[of]} behind={behind(each, who)} />
    </>
  );
  return (
    <Table<Element>
      size="small"
      {...(result.previous ? { scroll: { x: 1240 } } : {})}
      rowKey={(each) => `${each.is_other} ${each.element ?? ""}`}
      dataSource={result.elements}
      pagination={false}
      expandable={{
        expandedRowRender: (each) => <NextPages query={query} next={each.next} who={whoOf(each)} />,
        rowExpandable: (each) => each.next.length > 0,
      }}
      columns={[
        {
          key: "element",
          title: t("heat.elementHead"),
          ellipsis: true,
          render: (_, each) => (
            <span title={each.element ?? ""}>
              <span className="heat-element">{elementName(each, t)}</span>
              {each.label && each.element ? (
                <span className="heat-element path">{`\u200e${each.element}`}</span>
              ) : null}
            </span>
          ),
        },
        {
          key: "clicks",
          title: t("heat.clicks"),
          align: "right",
          width: 92 + room,
          render: (_, { clicks, previous }) => (
            <>
              {format.whole(clicks)}
              <CellBefore now={clicks} before={previous?.clicks}>
                {format.whole(previous?.clicks ?? 0)}
              </CellBefore>
            </>
          ),
        },
        {
          key: "people",
          title: t("heat.clickedBy"),
          align: "right",
          width: 92 + room,
          render: (_, each) => people(each, "people", {}),
        },
        {
          key: "share",
          title: t("heat.share"),
          align: "right",
          width: 84,
          render: (_, each) => format.percent(each.share),
        },
        {
          key: "moved",
          title: t("heat.moved"),
          align: "right",
          width: 96 + room,
          render: (_, each) => people(each, "moved", { of: "moved" }),
        },
        {
          key: "movedShare",
          title: t("heat.movedShare"),
          align: "right",
          width: 104,
          render: (_, each) => format.percent(each.moved_share),
        },
        {
          key: "next",
          title: t("heat.next"),
          ellipsis: true,
          render: (_, { next: [first] }) =>
            first ? `${first.page ?? t("heat.noPage")} · ${format.percent(first.share)}` : "–",
        },
        {
          key: "rage",
          title: t("heat.rage"),
          align: "right",
          width: 96 + room,
          render: (_, each) => people(each, "rage_people", { of: "rage" }),
        },
        {
          key: "dead",
          title: t("heat.dead"),
          align: "right",
          width: 96 + room,
          render: (_, each) => people(each, "dead_people", { of: "dead" }),
        },
      ]}
    />
  );
}
