import { Alert } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PersonGraph } from "@/api/identities";
import { IdentityGraph } from "@/charts/identity-graph/identity-graph";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Panel } from "@/ui/panel";
import { ChainPanel } from "./chain-panel";
import { DetachPicked } from "./detach-picked";
import { EdgeTable } from "./edge-table";
import { IdentityPicks } from "./identity-picks";
import { MergeHistory } from "./merge-history";
import { isByHand, nodeName } from "./node-name";
import { useEdgeWords } from "./use-edge-words";

/** The graph, the identities to pick, and what can be asked and done with those picked. */
export function GraphBench({ graph }: { graph: PersonGraph }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const words = useEdgeWords();
  const [picked, setPicked] = useState<number[]>([]);
  const pick = (id: number) =>
    setPicked(picked.includes(id) ? picked.filter((each) => each !== id) : [...picked, id]);
  const nodes = useMemo(
    () =>
      graph.nodes.map((node) => ({
        id: node.id,
        name: nodeName(node),
        group: node.kind,
        foreign: node.person_id !== graph.person_id,
        picked: picked.includes(node.id),
      })),
    [graph, picked],
  );
  const edges = useMemo(
    () =>
      graph.edges.map((edge) => ({
        from: edge.high,
        to: edge.low,
        words: words(edge),
        refused: edge.refused,
        byHand: isByHand(edge),
      })),
    [graph, words],
  );
  const own = graph.nodes.filter((node) => node.person_id === graph.person_id);
  const leaving = own.filter((node) => picked.includes(node.id));
  const counts = { nodes: format.whole(nodes.length), edges: format.whole(edges.length) };
  return (
    <div className="grid">
      <div className="span-8 stack">
        {graph.whole ? null : <Alert type="info" showIcon title={t("identity.graph.tooLarge")} />}
        <Panel note={t("identity.graph.legend")}>
          <IdentityGraph
            nodes={nodes}
            edges={edges}
            label={t("identity.graph.picture", counts)}
            onPick={pick}
          />
        </Panel>
        <EdgeTable graph={graph} />
      </div>
      <div className="span-4 stack">
        <Panel
          title={t("identity.graph.identities")}
          note={picked.length > 0 ? t("identity.graph.picked", { n: picked.length }) : undefined}
        >
          <IdentityPicks graph={graph} picked={picked} pick={pick} />
          {may("operator") && leaving.length > 0 && leaving.length < own.length ? (
            <DetachPicked person={graph.person_id} identities={leaving.map((node) => node.id)} />
          ) : null}
        </Panel>
        <ChainPanel graph={graph} picked={picked} />
        <MergeHistory merges={graph.merges} />
      </div>
    </div>
  );
}
