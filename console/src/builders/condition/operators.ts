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
const NEEDS_NOTHING = new Set(["is_set", "is_not_set"]);
const MANY = new Set(["in", "not_in", "contains_any", "contains_all"]);

export function operatorsOf(type: string): readonly string[] {
  return BY_TYPE[type] ?? BY_TYPE["text"] ?? [];
}

/** True when the operator takes a list of words. */
export function takesMany(op: string): boolean {
  return MANY.has(op);
}

const FIRST_LENGTH = "30d";
const LENGTHS = new Set(["last", "next", "anniversary"]);

/** True when the operator takes a length of time. */
export function takesLength(op: string): boolean {
  return LENGTHS.has(op);
}

/** What an operator starts with, where an empty place would be no help. */
function firstValue(type: string, op: string): OperatorValue | undefined {
  if (NEEDS_NOTHING.has(op)) return undefined;
  if (MANY.has(op)) return [];
  if (type === "boolean") return true;
  if (type === "measure" && op !== "between") return 1;
  return type === "time" && LENGTHS.has(op) ? FIRST_LENGTH : undefined;
}

/** What a new test of this type starts as. */
export function firstTest(
  type: string,
  op = operatorsOf(type)[0] ?? "eq",
): { op: string; value?: OperatorValue } {
  const value = firstValue(type, op);
  return value === undefined ? { op } : { op, value };
}

/** True when an operator has the value it asks for. */
export function hasValue(op: string, value: OperatorValue | undefined): boolean {
  if (NEEDS_NOTHING.has(op)) return true;
  if (value === undefined || value === null || value === "") return false;
  if (!Array.isArray(value)) return true;
  return value.length > (op === "between" ? 1 : 0);
}
