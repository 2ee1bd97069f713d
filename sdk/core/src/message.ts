/** What goes over the wire: Segment's message and batch, as `POST /v1/batch` takes them. */

export type Properties = Record<string, unknown>;

export type Kind = "track" | "identify" | "page" | "screen" | "group" | "alias";

/** The fields of a context that the collector reads; others travel and are not stored. */
export interface Context {
  page?: { url?: string; path?: string; title?: string; referrer?: string };
  campaign?: { source?: string; medium?: string; name?: string; term?: string; content?: string };
  search?: { engine?: string; keyword?: string };
  os?: { name?: string };
  device?: { type?: string };
  app?: { version?: string };
  library?: { name: string; version: string };
  locale?: string;
  timezone?: string;
  userAgent?: string;
  sessionId?: string;
  /** Identities beside the user id, such as a phone number or an openid. */
  externalIds?: { type: string; id: string }[];
}

export interface Message {
  type: Kind;
  /** Made once, kept over every retry and restart: the server counts it once. */
  messageId: string;
  /** ISO 8601 by the device's clock; the server corrects it by `sentAt` of the batch. */
  timestamp: string;
  anonymousId?: string;
  userId?: string;
  event?: string;
  name?: string;
  properties?: Properties;
  traits?: Properties;
  groupId?: string;
  previousId?: string;
  channel?: string;
  context?: Context;
}

/** Largest message that the server takes, in bytes of UTF-8. */
export const MESSAGE_BYTES_MAX = 32_000;
/** Largest batch: below the server's 500 KB, and below what `fetch` keeps alive by far when small. */
export const BATCH_BYTES_MAX = 450_000;
/** Most messages in a batch. */
export const BATCH_MESSAGES_MAX = 100;
/** A browser queues at most 64 KiB of beacons and kept-alive requests in all. */
export const BEACON_BYTES_MAX = 60_000;

/** Half of a pair that has no other half: no JSON parser is bound to take it. */
const LONE_SURROGATE = /[\ud800-\udfff]/gu;

/** The message as JSON; throws on what has no JSON form (a cycle, a bigint). */
export function writeJson(message: unknown): string {
  return JSON.stringify(message, (_, value: unknown) =>
    typeof value === "string" ? value.replace(LONE_SURROGATE, "\ufffd") : value,
  );
}

/** Length of a text in bytes of UTF-8; a mini-program has no TextEncoder. */
export function countBytes(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) count++;
    // Each half of a pair counts two here, and the pair is four bytes.
    if (code > 0x7ff && (code < 0xd800 || code > 0xdfff)) count++;
  }
  return count;
}
