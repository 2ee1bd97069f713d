import type { Condition, EventFilter, TimeRange } from "@/api/condition-types";
import type { Said } from "@/api/said";
import type { Definition, TagDraft, TagKind } from "@/api/tags";
import { isComplete } from "@/builders/condition/complete";

export interface RuleValue {
  value: string;
  label?: Said;
  when: Condition;
}
export interface Band {
  value: string;
  label?: Said;
  from?: number;
}
export interface Statistic {
  metric: { event: string; where?: EventFilter; aggregate?: string | Record<string, string> };
  within?: TimeRange;
  bands: Band[];
}
export interface Weighed {
  event: string;
  where?: EventFilter;
  weight: number;
}
export interface Preference {
  property: string;
  events: Weighed[];
  within: TimeRange;
  half_life?: string;
  top: number;
  share_min?: number;
}

const OPEN: Condition = { all: [{ did: { event: "", within: { last: "30d" } } }] };

/** A definition to begin with, by kind. */
export const BEGUN: Record<TagKind, Definition> = {
  rule: { values: [{ value: "yes", when: OPEN }] },
  statistic: {
    metric: { event: "" },
    within: { last: "90d" },
    bands: [
      { value: "none", from: 0 },
      { value: "some", from: 1 },
      { value: "many", from: 5 },
    ],
  },
  preference: {
    property: "",
    events: [{ event: "", weight: 1 }],
    within: { last: "90d" },
    half_life: "30d",
    top: 3,
  },
  import: { values: [] },
  manual: { values: [] },
};

export const EMPTY: TagDraft = {
  name: "",
  kind: "rule",
  definition: BEGUN.rule,
  label: { zh: "", en: "" },
  description: "",
  owner: "",
  family: "implicit",
  schedule: "daily",
  folder_id: null,
};

/** A new line of a rule. */
export const openValue = (count: number): RuleValue => ({ value: `value_${count + 1}`, when: OPEN });

/** Whether a definition has everything the server needs to look at it. */
export function isWhole(kind: TagKind, definition: Definition): boolean {
  if (kind === "rule") {
    const values = definition.values as RuleValue[];
    return values.length > 0 && values.every((each) => each.value !== "" && isComplete(each.when));
  }
  if (kind === "statistic") {
    const { metric, bands } = definition as unknown as Statistic;
    const open = typeof metric.aggregate === "object" && Object.values(metric.aggregate).includes("");
    return metric.event !== "" && !open && bands.every((band) => band.value !== "");
  }
  if (kind === "preference") {
    const { property, events } = definition as unknown as Preference;
    return property !== "" && events.every((each) => each.event !== "");
  }
  return true;
}
