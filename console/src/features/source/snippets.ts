import { OTHER_SNIPPETS } from "./snippets-other";
import { OWN_SNIPPETS } from "./snippets-own";
import { VENDOR_SNIPPETS } from "./snippets-vendor";

/** Code to be copied: `host` is this server, `key` the write key or its place. */
export interface Snippet {
  /** Where it goes, such as `HTML` or `Python`. */
  place: string;
  code: (host: string, key: string) => string;
}

/** What can speak with a source, in the order of the menu. */
export const SNIPPETS: Record<string, Snippet[]> = { ...OWN_SNIPPETS, ...VENDOR_SNIPPETS, ...OTHER_SNIPPETS };

export type Sdk =
  | "stayflow-web"
  | "stayflow-mini"
  | "stayflow-python"
  | "segment"
  | "rudderstack"
  | "sensors"
  | "posthog"
  | "ga4"
  | "matomo"
  | "ark"
  | "http";

export const SDKS = Object.keys(SNIPPETS) as Sdk[];
