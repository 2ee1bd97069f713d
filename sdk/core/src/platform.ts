/** What the core needs of the place it runs in; the browser and the mini-program each bring theirs. */

import type { Context, Properties } from "./message.ts";
import type { Arrival } from "./session.ts";

/** A small, synchronous, persistent store. Nothing here throws: what cannot be kept answers false. */
export interface Store {
  get(key: string): string | undefined;
  set(key: string, value: string): boolean;
  remove(key: string): void;
}

/** The answer to a request. */
export interface Reply {
  /** 0 when there was none (offline, dropped, timed out), or a 2xx that is not Stayflow's. */
  status: number;
  /** The header `Retry-After` as it came. */
  retryAfter?: string | undefined;
}

export interface Platform {
  store: Store;
  /** Post one batch, and say how it went. It resolves in bounded time, and never rejects. */
  post(body: string): Promise<Reply>;
  now(): number;
  /** Run later; the answer cancels. */
  later(run: () => void, delayMs: number): () => void;
  /** A context for one message, as things stand now. */
  context(): Context;
  /** A context for a whole batch: what does not change from message to message. */
  batchContext(): Context;
  /** How the person came here, for a session that starts now. */
  arrival?(): Arrival;
  /** What `session_start` says; without it there is no such event. */
  sessionProperties?(): Properties;
  channel: string;
  library: { name: string; version: string };
}

/** Whether the body of a 2xx is ours: the page of a hotel's network answers 200 to everything. */
export function isOurs(body: unknown): boolean {
  const text = typeof body === "string" ? body : JSON.stringify(body ?? "");
  return text.includes('"success"');
}

/** A store that forgets everything at the end: before consent, and where there is no other. */
export function memoryStore(): Store {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key),
    set: (key, value) => {
      kept.set(key, value);
      return true;
    },
    remove: (key) => {
      kept.delete(key);
    },
  };
}
