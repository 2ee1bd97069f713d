import type { AttributeTest, Clause, Condition, Did, FacetBody, InOrder } from "@/api/condition-types";

export type Joint = "all" | "any";
export interface Group {
  joint: Joint;
  children: Condition[];
}
/** A clause by what it holds. */
type Part =
  | { kind: "attribute"; body: AttributeTest }
  | { kind: "did"; body: Did }
  | { kind: "sequence"; body: InOrder }
  | { kind: "facet"; name: string; body: FacetBody };

/** The kinds of clause that every project has. */
export const OWN_KINDS = ["did", "sequence", "attribute"] as const;
type OwnKind = (typeof OWN_KINDS)[number];

/** No condition at all. */
export const EVERYBODY = {} as Condition;

/** The group a node is, or null when it is a clause or a negation. */
export function groupOf(node: Condition): Group | null {
  for (const joint of ["all", "any"] as const) {
    if (joint in node) return { joint, children: (node as Record<string, unknown>)[joint] as Condition[] };
  }
  return null;
}

/** A group back as a node of the language. */
export function asNode({ joint, children }: Group): Condition {
  if (children.length === 0 && joint === "all") return EVERYBODY;
  return joint === "all" ? { all: children } : { any: children };
}

/** Splits `not: x` into [true, x]; anything else is [false, itself]. */
export function unwrapNot(node: Condition): [boolean, Condition] {
  return "not" in node ? [true, (node as { not: Condition }).not] : [false, node];
}

export function wrapNot(negated: boolean, node: Condition): Condition {
  return negated ? { not: node } : node;
}

/** A test with its comparison, which may be left out where it is plain. */
function withOperator(test: Partial<AttributeTest> & { name: string }): AttributeTest {
  return { op: "eq", ...test };
}

/** What a clause holds. */
export function partOf(clause: Clause): Part {
  const [name = "", body = {}] = Object.entries(clause)[0] ?? [];
  if (name === "attribute") return { kind: name, body: withOperator(body as AttributeTest) };
  if (name === "did") return { kind: name, body: spelledOut(body as Did) };
  if (name === "sequence") return { kind: name, body: body as InOrder };
  return { kind: "facet", name, body: body as FacetBody };
}

/** A behaviour with its count as comparison and value: `count: 3` is at least three, `count: {lte: 2}` compares. */
function spelledOut(did: Did & { count?: number | Record<string, number> }): Did {
  const { count, ...rest } = did;
  if (count === undefined) return did;
  const [op, value] = typeof count === "number" ? ["gte", count] : (Object.entries(count)[0] ?? ["gte", 1]);
  return { ...rest, op: String(op), value };
}

/** A condition as a group at the top, whatever its shape: what the builder edits. */
export function rootGroup(condition: Condition | null): Group {
  if (!condition || Object.keys(condition).length === 0) return { joint: "all", children: [] };
  return groupOf(condition) ?? { joint: "all", children: [condition] };
}

/** A new clause of a kind, with its holes still open. */
export function emptyClause(kind: string): Clause {
  const empty: Record<OwnKind, Clause> = {
    attribute: { attribute: { name: "", op: "in", value: [] } },
    did: { did: { event: "", within: { last: "30d" } } },
    sequence: { sequence: { steps: [{ event: "" }, { event: "" }], within: "7d" } },
  };
  return empty[kind as OwnKind] ?? { [kind]: {} };
}

/** The list with the item at `from` standing at `to`. */
export function moved<Item>(items: Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, index) => index !== from);
  const item = items[from];
  return item === undefined ? items : [...rest.slice(0, to), item, ...rest.slice(to)];
}
