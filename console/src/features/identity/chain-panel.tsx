import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { chainQuery, type GraphEdge, type GraphNode, type PersonGraph } from "@/api/identities";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { nodeName } from "./node-name";
import { useEdgeWords } from "./use-edge-words";

interface Props {
  graph: PersonGraph;
  picked: number[];
}

/** Why the two picked identities are one person: the shortest chain between them. */
export function ChainPanel({ graph, picked }: Props) {
  const { t } = useTranslation();
  const [from, to] = picked;
  const both = picked.length === 2 && from !== undefined && to !== undefined ? { from, to } : null;
  return (
    <Panel title={t("identity.graph.why")}>
      {both ? (
        <Chain graph={graph} from={both.from} to={both.to} />
      ) : (
        <span className="note">{t("identity.graph.whyHint")}</span>
      )}
    </Panel>
  );
}

function Chain({ graph, from, to }: { graph: PersonGraph; from: number; to: number }) {
  const { project } = useProject();
  const words = useEdgeWords();
  const asked = useQuery(chainQuery(project, String(graph.person_id), from, to));
  return (
    <Loaded asked={asked} rows={3}>
      {({ nodes, edges }) => (
        <ol className="chain" data-testid="chain">
          {walk(nodes, edges, from).map(({ node, edge }) => (
            <li key={node.id}>
              {edge ? <div className="note">↓ {words(edge)}</div> : null}
              <strong>{nodeName(node)}</strong>
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
}

/** The nodes in the order of the chain, each with the edge that leads to it. */
function walk(nodes: GraphNode[], edges: GraphEdge[], from: number) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const left = [...edges];
  const steps: { node: GraphNode; edge: GraphEdge | null }[] = [];
  let at: number | undefined = from;
  let edge: GraphEdge | null = null;
  while (at !== undefined) {
    const here: number = at;
    const node = byId.get(here);
    if (node) steps.push({ node, edge });
    const next = left.findIndex((each) => each.high === here || each.low === here);
    edge = next < 0 ? null : (left.splice(next, 1)[0] ?? null);
    at = edge ? (edge.high === here ? edge.low : edge.high) : undefined;
  }
  return steps;
}
