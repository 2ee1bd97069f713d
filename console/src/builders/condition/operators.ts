import type { OperatorValue } from "@/api/condition-types";

/** Which comparisons each type of value knows; the same table as the server's. */
const BY_TYPE: Record<string, readonly string[]> = {
  text: [
    "in",
    "not_in",
    "eq",
    "ne",
    "contains",
    "starts_with",
    "ends_with",
    "matches",
    "is_set",
    "is_not_set",
  ],
  number: ["gte", "lte", "gt", "lt", "eq", "ne", "between", "is_set", "is_not_set"],
  measure: ["gte", "lte", "gt", "lt", "eq", "ne", "between"],
  boolean: ["eq", "is_set", "is_not_set"],
  time: ["last", "before", "after", "between", "next", "anniversary", "is_set", "is_not_set"],
  list: ["contains_any", "contains_all", "size", "is_set", "is_not_set"],
};
const MANY = new Set(["in", "not_in", "contains_any", "contains_all"]);

export function operatorsOf(type: string): readonly string[] {
  return BY_TYPE[type] ?? BY_TYPE["text"] ?? [];
}

/** True when the operator takes a list of words. */
export function takesMany(op: string): boolean {
  return MANY.has(op);
}

/** The operator a new test of this type starts with. */
export function firstOperator(type: string): string {
  return operatorsOf(type)[0] ?? "eq";
}

const NEEDS_NOTHING = new Set(["is_set", "is_not_set"]);

/** True when an operator has the value it asks for. */
export function hasValue(op: string, value: OperatorValue | undefined): boolean {
  if (NEEDS_NOTHING.has(op)) return true;
  if (value === undefined || value === null || value === "") return false;
  if (!Array.isArray(value)) return true;
  return value.length > (op === "between" ? 1 : 0);
}
