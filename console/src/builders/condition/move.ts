import type { Condition } from "@/api/condition-types";
import { asNode, type Group, groupOf, unwrapNot, wrapNot } from "./tree";

/** Where a line stands: its place in each group on the way down. */
export type Path = number[];

const GONE = { gone: {} } as Condition;

function innerGroup(node: Condition | undefined): Group | null {
  if (!node) return null;
  const [, inner] = unwrapNot(node);
  return "not" in inner ? null : groupOf(inner);
}

/** The group with the children of the group at `path` changed. */
function change(group: Group, path: Path, next: (children: Condition[]) => Condition[]): Group {
  const [at, ...rest] = path;
  if (at === undefined) return { ...group, children: next(group.children) };
  const node = group.children[at];
  const inner = innerGroup(node);
  if (!node || !inner) return group;
  const [negated] = unwrapNot(node);
  const put = wrapNot(negated, asNode(change(inner, rest, next)));
  return { ...group, children: group.children.map((each, index) => (index === at ? put : each)) };
}

function withoutGone(group: Group): Group {
  const children = group.children.flatMap((node) => {
    if (node === GONE) return [];
    const inner = innerGroup(node);
    if (!inner?.children.length) return [node];
    const left = withoutGone(inner);
    return left.children.length > 0 ? [wrapNot(unwrapNot(node)[0], asNode(left))] : [];
  });
  return { ...group, children };
}

/** The line at a path. */
function lineAt(group: Group, path: Path): Condition | null {
  const [at = 0, ...rest] = path;
  const node = group.children[at];
  if (!node || rest.length === 0) return node ?? null;
  const inner = innerGroup(node);
  return inner ? lineAt(inner, rest) : null;
}

/** The tree with the line at `from` standing before the one that is at `to` now; a group left empty goes. */
export function moveLine(root: Group, from: Path, to: Path): Group {
  const line = lineAt(root, from);
  const isInside = from.length < to.length && from.every((each, depth) => each === to[depth]);
  if (!line || isInside) return root;
  const marked = change(root, from.slice(0, -1), (children) =>
    children.map((each, index) => (index === from.at(-1) ? GONE : each)),
  );
  const place = to.at(-1) ?? 0;
  const put = change(marked, to.slice(0, -1), (children) => [
    ...children.slice(0, place),
    line,
    ...children.slice(place),
  ]);
  return withoutGone(put);
}

type Step = (root: Group, above: Path, at: number) => Path | null;
const STEPS: Record<string, Step> = {
  ArrowUp: (_, above, at) => (at > 0 ? [...above, at - 1] : null),
  ArrowDown: (root, above, at) => (lineAt(root, [...above, at + 1]) ? [...above, at + 2] : null),
  ArrowLeft: (_, above) => (above.length > 0 ? [...above.slice(0, -1), (above.at(-1) ?? 0) + 1] : null),
  ArrowRight: (root, above, at) => {
    const before = at > 0 ? innerGroup(lineAt(root, [...above, at - 1]) ?? undefined) : null;
    return before ? [...above, at - 1, before.children.length] : null;
  },
};

/** Where an arrow key takes a line: up and down, out of its group to the left, into the group above to the right. */
export function pathByKey(root: Group, from: Path, key: string): Path | null {
  return STEPS[key]?.(root, from.slice(0, -1), from.at(-1) ?? 0) ?? null;
}
