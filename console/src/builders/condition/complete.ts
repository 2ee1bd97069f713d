import type { ConditionKind } from "@/api/condition-kinds";
import type { Clause, Condition, Did, FacetBody, Selection } from "@/api/condition-types";
import { fieldComplete } from "./facet-words";
import { filterComplete } from "./filter-tree";
import { hasValue } from "./operators";
import { pointOf } from "./since";
import { groupOf, partOf, unwrapNot } from "./tree";

function selected({ event, where }: Selection | Did): boolean {
  return [event].flat().every(Boolean) && filterComplete(where);
}

function facetComplete(name: string, body: FacetBody, kinds: ConditionKind[]): boolean {
  const fields = kinds.find((each) => each.name === name)?.editor.fields;
  const named = "id" in body ? { ...body, name: body["id"] } : body; // a new clause names by name
  if (fields) return fields.every((field) => fieldComplete(field, named, fields));
  const values = Object.values(body);
  return (
    values.length > 0 && values.every((each) => each !== "" && !(Array.isArray(each) && each.length === 0))
  );
}

function clauseComplete(clause: Clause, kinds: ConditionKind[]): boolean {
  const part = partOf(clause);
  if (part.kind === "attribute") return part.body.name !== "" && hasValue(part.body.op, part.body.value);
  if (part.kind === "did") {
    const { op, value, within } = part.body;
    const whence = pointOf(within);
    return (
      selected(part.body) && (op === undefined || hasValue(op, value)) && (!whence || selected(whence.event))
    );
  }
  if (part.kind === "sequence") {
    const { steps, without } = part.body;
    return steps.every(selected) && (!without || selected(without));
  }
  return facetComplete(part.name, part.body, kinds);
}

/** True when no hole is left, so that the server can count it. */
export function isComplete(condition: Condition, kinds: ConditionKind[] = []): boolean {
  const [, node] = unwrapNot(condition);
  if ("not" in node) return isComplete(node, kinds);
  if (Object.keys(node).length === 0) return true;
  const group = groupOf(node);
  if (!group) return clauseComplete(node as Clause, kinds);
  return group.children.length > 0 && group.children.every((each) => isComplete(each, kinds));
}
