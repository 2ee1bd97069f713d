/** A visit: ends after half an hour without an event, or when another campaign brings the person. */

import { newId } from "./ids.ts";
import type { Context } from "./message.ts";
import type { Store } from "./platform.ts";

/** How the person came to be here, as far as the page or the launch tells. */
export type Arrival = Pick<Context, "campaign" | "search">;

interface Session {
  id: string;
  lastAt: number;
  arrival: Arrival;
}

export const IDLE_MS = 30 * 60 * 1000;
const KEY = "sf.session";
/** The time of the last event is written no more often than this. */
const WRITE_MS = 1_000;

function read(store: Store): Session | undefined {
  try {
    const found = JSON.parse(store.get(KEY) ?? "null") as Session | null;
    return found?.id ? found : undefined;
  } catch {
    return undefined; // somebody else's, or half written
  }
}

function isOther(arrival: Arrival, session: Session): boolean {
  const { campaign } = arrival;
  return !!campaign && JSON.stringify(campaign) !== JSON.stringify(session.arrival.campaign);
}

/** The session that an event at `now` belongs to. The store is the truth: other tabs share it. */
export function touchSession(
  store: Store,
  now: number,
  arrival: Arrival,
): { id: string; arrival: Arrival; isNew: boolean } {
  const known = read(store);
  if (known && now - known.lastAt < IDLE_MS && !isOther(arrival, known)) {
    if (Math.abs(now - known.lastAt) >= WRITE_MS) {
      store.set(KEY, JSON.stringify({ ...known, lastAt: now }));
    }
    return { id: known.id, arrival: known.arrival, isNew: false };
  }
  const session: Session = { id: newId(), lastAt: now, arrival };
  store.set(KEY, JSON.stringify(session));
  return { id: session.id, arrival, isNew: true };
}

export function endSession(store: Store): void {
  store.remove(KEY);
}
