import type { GraphEdge, GraphNode } from "@/api/identities";

export function nodeName(node: Pick<GraphNode, "kind" | "value"> | undefined): string {
  return node ? `${node.kind} ${node.value}` : "?";
}

/** Said by somebody, not by an event. */
export function isByHand(edge: GraphEdge): boolean {
  return edge.cause === "manual" || edge.cause === "match";
}
