import type { Clause, Condition, EventFilter, OperatorValue } from "@/api/condition-types";
import { groupOf, unwrapNot } from "./tree";

const NEEDS_NOTHING = new Set(["is_set", "is_not_set"]);

/** True when an operator has the value it asks for. */
export function hasValue(op: string, value: OperatorValue | undefined): boolean {
  if (NEEDS_NOTHING.has(op)) return true;
  if (value === undefined || value === null || value === "") return false;
  if (!Array.isArray(value)) return true;
  return value.length > (op === "between" ? 1 : 0);
}

function filterComplete(filter: EventFilter | undefined): boolean {
  if (!filter) return true;
  if ("all" in filter) return filter.all.every(filterComplete);
  if ("any" in filter) return filter.any.every(filterComplete);
  if ("not" in filter) return filterComplete(filter.not);
  return filter.property !== "" && hasValue(filter.op, filter.value);
}

function clauseComplete(clause: Clause): boolean {
  if ("attribute" in clause) {
    const { name, op, value } = clause.attribute;
    return name !== "" && hasValue(op, value);
  }
  if ("did" in clause) {
    const { event, where, op, value } = clause.did;
    return event !== "" && filterComplete(where) && (op === undefined || hasValue(op, value));
  }
  if ("segment" in clause) return clause.segment.name !== "";
  if ("stage" in clause) return clause.stage.in.length > 0;
  if ("rfm" in clause) return clause.rfm.in.length > 0;
  if ("reached" in clause) return clause.reached.journey !== "";
  return true;
}

/** True when no hole is left, so that the server can count it. */
export function isComplete(condition: Condition): boolean {
  const [, node] = unwrapNot(condition);
  if ("not" in node) return isComplete(node);
  if (Object.keys(node).length === 0) return true;
  const group = groupOf(node);
  if (!group) return clauseComplete(node as Clause);
  return group.children.length > 0 && group.children.every(isComplete);
}
