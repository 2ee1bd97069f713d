import type { EventFilter, EventTest } from "@/api/condition-types";
import { hasValue } from "./operators";
import type { Joint } from "./tree";

/** Tests joined by all or any; each may be a group again, and denied. */
export interface FilterGroup {
  joint: Joint;
  children: EventFilter[];
}

export const NEW_TEST: EventTest = { property: "", op: "in", value: [] };

/** The group a filter is, or null when it is a test or denied. */
export function filterGroupOf(filter: EventFilter): FilterGroup | null {
  if ("all" in filter) return { joint: "all", children: filter.all };
  return "any" in filter ? { joint: "any", children: filter.any } : null;
}

/** A filter as the group at the top, whatever its shape: what the editor shows. */
export function rootFilter(filter: EventFilter | undefined): FilterGroup {
  if (!filter) return { joint: "all", children: [] };
  return filterGroupOf(filter) ?? { joint: "all", children: [filter] };
}

/** A group back as a filter; nothing when it is empty. */
export function asFilter({ joint, children }: FilterGroup): EventFilter | undefined {
  if (children.length === 0) return undefined;
  return joint === "all" ? { all: children } : { any: children };
}

/** The group at the top back as a filter; one test needs no group around it. */
export function fromRoot(group: FilterGroup): EventFilter | undefined {
  const [only] = group.children;
  return group.children.length === 1 && only && !filterGroupOf(only) ? only : asFilter(group);
}

/** Splits `not: x` into [true, x], a denial of a denial into [false, x]. */
export function undenied(filter: EventFilter): [boolean, EventFilter] {
  if (!("not" in filter)) return [false, filter];
  const [denied, inner] = undenied(filter.not);
  return [!denied, inner];
}

/** True when no test of a filter has a hole. */
export function filterComplete(filter: EventFilter | undefined): boolean {
  if (!filter) return true;
  const [, inner] = undenied(filter);
  const group = filterGroupOf(inner);
  if (group) return group.children.every(filterComplete);
  return "property" in inner && inner.property !== "" && hasValue(inner.op ?? "eq", inner.value);
}
