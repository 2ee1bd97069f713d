import type { Clause, Condition } from "@/api/condition-types";

export type Joint = "all" | "any";
export interface Group {
  joint: Joint;
  children: Condition[];
}
export type ClauseKind = "attribute" | "did" | "segment" | "stage" | "rfm" | "reached";

const KINDS: readonly string[] = ["attribute", "did", "segment", "stage", "rfm", "reached"];

/** No condition at all. */
export const EVERYBODY = {} as Condition;

/** The group a node is, or null when it is a single clause. */
export function groupOf(node: Condition): Group | null {
  if ("all" in node) return { joint: "all", children: node.all };
  if ("any" in node) return { joint: "any", children: node.any };
  return null;
}

/** A group back as a node of the language. */
export function asNode({ joint, children }: Group): Condition {
  if (children.length === 0 && joint === "all") return EVERYBODY;
  return joint === "all" ? { all: children } : { any: children };
}

/** Splits `not: x` into [true, x]; anything else is [false, itself]. */
export function unwrapNot(node: Condition): [boolean, Condition] {
  return "not" in node ? [true, node.not] : [false, node];
}

export function wrapNot(negated: boolean, node: Condition): Condition {
  return negated ? { not: node } : node;
}

/** Which kind of clause; null for one that this console cannot edit yet, only keep. */
export function kindOf(clause: Clause): ClauseKind | null {
  const kind = Object.keys(clause)[0] ?? "";
  return KINDS.includes(kind) ? (kind as ClauseKind) : null;
}

/** A condition as a group at the top, whatever its shape: what the builder edits. */
export function rootGroup(condition: Condition | null): Group {
  if (!condition || Object.keys(condition).length === 0) return { joint: "all", children: [] };
  return groupOf(condition) ?? { joint: "all", children: [condition] };
}

/** A new clause of a kind, with its holes still open. */
export function emptyClause(kind: ClauseKind): Clause {
  const empty: Record<ClauseKind, Clause> = {
    attribute: { attribute: { name: "", op: "in", value: [] } },
    did: { did: { event: "", within: { last: "30d" } } },
    segment: { segment: { name: "" } },
    stage: { stage: { in: [] } },
    rfm: { rfm: { in: [] } },
    reached: { reached: { journey: "", outcome: "opened" } },
  };
  return empty[kind];
}

/** The list with the item at `from` standing at `to`. */
export function moved<Item>(items: Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, index) => index !== from);
  const item = items[from];
  return item === undefined ? items : [...rest.slice(0, to), item, ...rest.slice(to)];
}
