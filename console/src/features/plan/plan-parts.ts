import type { PlannedEvent, PlannedProperty } from "@/api/plan";

/** An event to be filled in. */
export function newEvent(): PlannedEvent {
  return {
    name: "",
    check: "warn",
    closed: false,
    properties: [],
    description: "",
    owner: "",
    status: "live",
  };
}

/** A property to be filled in. */
export function newProperty(): PlannedProperty {
  return {
    name: "",
    type: "text",
    required: false,
    values: [],
    minimum: null,
    maximum: null,
    description: "",
    owner: "",
    status: "live",
  };
}

/** The list with one item changed, or without it. */
export function changedAt<Item>(items: Item[], at: number, next: Item | null): Item[] {
  return items.flatMap((item, index) => (index === at ? (next === null ? [] : [next]) : [item]));
}
