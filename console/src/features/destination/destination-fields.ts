import type { Condition } from "@/api/condition-types";
import type { Destination, DestinationChange, DestinationDraft, DestinationKind } from "@/api/destinations";
import { readPairs, writePairs } from "@/lib/pairs";

type Settings = DestinationDraft["settings"];
type SettingName =
  | "url"
  | "authorization"
  | "signing_secret"
  | "folder"
  | "host"
  | "port"
  | "database"
  | "user"
  | "password"
  | "table"
  | "brokers"
  | "topic"
  | "sasl_password"
  | "rows_max"
  | "timeout_seconds";

export interface Setting {
  name: SettingName;
  required?: boolean;
  secret?: boolean;
  number?: boolean;
}

/** What each kind asks for, in the order it is filled in. */
export const SETTINGS: Record<DestinationKind, Setting[]> = {
  webhook: [
    { name: "url", required: true },
    { name: "authorization", secret: true },
    { name: "signing_secret", secret: true },
    { name: "rows_max", number: true },
    { name: "timeout_seconds", number: true },
  ],
  parquet: [
    { name: "folder", required: true },
    { name: "rows_max", number: true },
  ],
  postgres: [
    { name: "host", required: true },
    { name: "port", number: true },
    { name: "database", required: true },
    { name: "user", required: true },
    { name: "password", secret: true },
    { name: "table", required: true },
    { name: "rows_max", number: true },
  ],
  kafka: [
    { name: "brokers", required: true },
    { name: "topic", required: true },
    { name: "sasl_password", secret: true },
    { name: "rows_max", number: true },
  ],
};

/** What is computed of people, and can be told as it changes. */
export const COMPUTED: DestinationDraft["computed"] = ["stage", "rfm", "tag"];

/** The form of a destination. */
export interface DestinationFields {
  name: string;
  kind: DestinationKind;
  settings: Settings;
  sendEvents: boolean;
  names: string[];
  people: Condition | null;
  segments: string[];
  attributes: string[];
  computed: DestinationDraft["computed"];
  fields: string;
  start: DestinationDraft["start"];
}

function filled(settings: Settings): Settings {
  const given = Object.entries(settings).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Settings;
}

/** What both a new destination and a change of one say. */
export function asBody(fields: DestinationFields, before: Destination | null) {
  const mapping = readPairs(fields.fields ?? "") ?? {};
  const people = fields.people as unknown as NonNullable<DestinationChange["events"]>["people"];
  return {
    name: fields.name.trim(),
    settings: { ...(before ? kept(before) : {}), ...filled(fields.settings) },
    events: fields.sendEvents
      ? { names: fields.names, where: before?.events?.where ?? null, people: people ?? null }
      : null,
    segments: fields.segments,
    attributes: fields.attributes,
    computed: fields.computed,
    fields: Object.keys(mapping).length > 0 ? mapping : null,
  };
}

/** Settings that the form does not show stay as they are. */
function kept(before: Destination): Settings {
  const shown = new Set<string>(SETTINGS[before.kind].map((setting) => setting.name));
  return Object.fromEntries(Object.entries(before.settings).filter(([name]) => !shown.has(name)));
}

/** The form of a destination that is there. */
export function asFields(destination: Destination): DestinationFields {
  const { events } = destination;
  return {
    name: destination.name,
    kind: destination.kind,
    settings: destination.settings,
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
