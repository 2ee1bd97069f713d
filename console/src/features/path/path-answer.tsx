import { useTranslation } from "react-i18next";
import type { PathQuery, PathResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PathFlow } from "@/charts/path-flow/path-flow";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { PathLinks } from "./path-links";
import { PathNodes } from "./path-nodes";
import { fromOf, idOf, toOf, usePathPeople } from "./use-path-people";

interface Props {
  query: PathQuery;
  result: PathResult;
}

/** The flow, and what it is made of as two tables. */
export function PathAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const behind = usePathPeople(query);
  if (result.people === 0) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const first = Math.min(...result.nodes.map((node) => node.level));
  const nodes = result.nodes.map((node) => ({
    id: idOf(node.level, node),
    name: behind.named(node),
    column: node.level - first,
    value: node.people,
    isOther: node.is_other,
    hint: [
      `${behind.named(node)}&nbsp;&nbsp;<b>${format.whole(node.people)}</b>`,
      node.ended ? t("analysis.path.endedHere", { n: format.whole(node.ended) }) : "",
      node.begun ? t("analysis.path.begunHere", { n: format.whole(node.begun) }) : "",
    ]
      .filter(Boolean)
      .join("<br>"),
  }));
  const links = result.links.map((link) => ({
    source: idOf(link.level, fromOf(link)),
    target: idOf(link.level + 1, toOf(link)),
    value: link.people,
    hint: [
      `${behind.named(fromOf(link))} → ${behind.named(toOf(link))}&nbsp;&nbsp;<b>${format.whole(link.people)}</b>`,
      link.again ? t("analysis.path.againHere", { n: format.whole(link.again) }) : "",
    ]
      .filter(Boolean)
      .join("<br>"),
  }));
  return (
    <>
      <Panel
        title={t("analysis.path.peopleOnPaths", { n: format.whole(result.people) })}
        note={t("analysis.path.clickHint")}
      >
        <PathFlow
          nodes={nodes}
          links={links}
          label={t("analysis.path.chart")}
          onNode={(id) => {
            const node = result.nodes.find((each) => idOf(each.level, each) === id);
            if (node) open(behind.node(node));
          }}
          onLink={(source, target) => {
            const link = result.links.find(
              (each) =>
                idOf(each.level, fromOf(each)) === source && idOf(each.level + 1, toOf(each)) === target,
            );
            if (link) open(behind.link(link));
          }}
        />
      </Panel>
      <PathLinks links={result.links} behind={behind} />
      <PathNodes nodes={result.nodes} behind={behind} />
    </>
  );
}
