import type { Condition } from "@/api/condition-types";
import type { Destination, DestinationChange, DestinationDraft, DestinationKind } from "@/api/destinations";
import { asSettings, asTyped, type Setting } from "@/builders/setting/setting-values";
import { readPairs, writePairs } from "@/lib/pairs";

/** What is computed of people, and can be told as it changes. */
export const COMPUTED: DestinationDraft["computed"] = ["stage", "rfm", "tag"];

/** The form of a destination. */
export interface DestinationFields {
  name: string;
  kind: DestinationKind;
  settings: Record<string, unknown>;
  sendEvents: boolean;
  names: string[];
  people: Condition | null;
  segments: string[];
  attributes: string[];
  computed: DestinationDraft["computed"];
  fields: string;
  start: DestinationDraft["start"];
}

/** What both a new destination and a change of one say. */
export function asBody(fields: DestinationFields, asks: Setting[], before: Destination | null) {
  const mapping = readPairs(fields.fields ?? "") ?? {};
  const people = fields.people as unknown as NonNullable<DestinationChange["events"]>["people"];
  return {
    name: fields.name.trim(),
    settings: asSettings(asks, fields.settings) as DestinationDraft["settings"],
    events: fields.sendEvents
      ? { names: fields.names, where: before?.events?.where ?? null, people: people ?? null }
      : null,
    segments: fields.segments,
    attributes: fields.attributes,
    computed: fields.computed,
    fields: Object.keys(mapping).length > 0 ? mapping : null,
  };
}

/** The form of a destination that is there. */
export function asFields(destination: Destination, asks: Setting[]): DestinationFields {
  const { events } = destination;
  return {
    name: destination.name,
    kind: destination.kind,
    settings: asTyped(asks, destination.settings),
    sendEvents: events !== null,
    names: events?.names ?? [],
    people: (events?.people ?? null) as unknown as Condition | null,
    segments: destination.segments,
    attributes: destination.attributes,
    computed: COMPUTED.filter((each) => destination.computed.includes(each)),
    fields: writePairs(destination.fields),
    start: "now",
  };
}

export const NEW: DestinationFields = {
  name: "",
  kind: "webhook",
  settings: {},
  sendEvents: true,
  names: [],
  people: null,
  segments: [],
  attributes: [],
  computed: [],
  fields: "",
  start: "now",
};
