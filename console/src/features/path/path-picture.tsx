import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PathLink, PathNode } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { escaped } from "@/charts/echart/escaped";
import { PathFlow } from "@/charts/path-flow/path-flow";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import { Sentence } from "@/ui/sentence";
import { fromOf, idOf, type PathPeople, toOf } from "./use-path-people";

interface Props {
  shown: { people: number; nodes: PathNode[]; links: PathLink[] };
  behind: PathPeople;
  note: ReactNode;
}

/** The flow; every node and link leads to its people. */
export function PathPicture({ shown, behind, note }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const first = Math.min(...shown.nodes.map((node) => node.level));
  const lines = (...said: (string | false)[]) => said.filter(Boolean).join("<br>");
  const was = ({ previous }: { previous?: number | null }) =>
    previous === undefined || previous === null
      ? ""
      : t("question.compareWas", { value: format.whole(previous) });
  const nodes = shown.nodes.map((node) => ({
    id: idOf(node.level, node),
    name: behind.named(node),
    column: node.level - first,
    value: node.people,
    isOther: node.is_other,
    hint: lines(
      `${escaped(behind.named(node))}&nbsp;&nbsp;<b>${format.whole(node.people)}</b>`,
      was(node),
      node.ended > 0 && t("analysis.path.endedHere", { n: format.whole(node.ended) }),
      node.begun > 0 && t("analysis.path.begunHere", { n: format.whole(node.begun) }),
    ),
  }));
  const links = shown.links.map((link) => ({
    source: idOf(link.level, fromOf(link)),
    target: idOf(link.level + 1, toOf(link)),
    value: link.people,
    hint: lines(
      `${escaped(`${behind.named(fromOf(link))} → ${behind.named(toOf(link))}`)}&nbsp;&nbsp;<b>${format.whole(link.people)}</b>`,
      was(link),
      link.again > 0 && t("analysis.path.againHere", { n: format.whole(link.again) }),
    ),
  }));
  const people = <PeopleNumber value={shown.people} behind={behind.everybody()} />;
  return (
    <Panel title={<Sentence text={t("analysis.path.peopleOnPaths")} slots={{ people }} />} note={note}>
      <PathFlow
        nodes={nodes}
        links={links}
        label={t("analysis.path.chart")}
        onNode={(id) => {
          const node = shown.nodes.find((each) => idOf(each.level, each) === id);
          if (node) open(behind.node(node));
        }}
        onLink={(source, target) => {
          const link = shown.links.find(
            (each) =>
              idOf(each.level, fromOf(each)) === source && idOf(each.level + 1, toOf(each)) === target,
          );
          if (link) open(behind.link(link));
        }}
      />
    </Panel>
  );
}
