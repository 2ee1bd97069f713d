/**
 * One queue a tab, so that no two tabs send the same; what a closed tab left is taken over by one other.
 *
 * Who holds the Web Lock named like a queue owns it. Where there are no locks (pages without TLS, old
 * browsers), an owner writes the time beside its queue, and one silent for long is taken for gone.
 */

import { newId } from "../../core/src/ids.ts";
import type { TabStore } from "./store.ts";

const ALIVE = ".at";
const BEAT_MS = 15_000;
/** A tab in the background may run its timers once a minute. */
const GONE_MS = 150_000;
const LOOK_MS = 60_000;

export interface Tab {
  key: string;
  /** Take the queue into possession; `found` gets what other tabs left behind. */
  open(found: (texts: string[]) => void, owned: () => void): void;
  /** Let go of the queue: the page is gone, or asleep. */
  close(): void;
}

export function openTab(store: TabStore, prefix: string, now: () => number): Tab {
  const key = `${prefix}${newId().slice(0, 13)}`;
  const locks = (navigator as { locks?: LockManager }).locks;
  let release: (() => void) | undefined;
  let timers: ReturnType<typeof setInterval>[] = [];

  const isQueue = (name: string): boolean => name.startsWith(prefix) && !name.endsWith(ALIVE) && name !== key;

  const take = (name: string, found: (texts: string[]) => void): void => {
    const texts = store.get(name);
    store.remove(name);
    store.remove(name + ALIVE);
    if (texts) found(texts.split("\n"));
  };

  const look = (found: (texts: string[]) => void): void => {
    for (const name of store.keys().filter(isQueue)) {
      if (locks) {
        void locks.request(name, { ifAvailable: true }, (lock) => {
          if (lock) take(name, found);
        });
      } else if (now() - Number(store.get(name + ALIVE) ?? 0) > GONE_MS) {
        store.set(name + ALIVE, String(now())); // from here on it looks owned to every other tab
        take(name, found);
      }
    }
  };

  const beat = (): void => {
    if (store.get(key)) store.set(key + ALIVE, String(now()));
    else store.remove(key + ALIVE);
  };

  return {
    key,
    open: (found, owned) => {
      if (locks) {
        void locks.request(key, () => {
          owned();
          return new Promise<void>((done) => {
            release = done;
          });
        });
      } else {
        store.set(key + ALIVE, String(now()));
        timers.push(setInterval(beat, BEAT_MS));
        owned();
      }
      look(found);
      timers.push(setInterval(() => look(found), LOOK_MS));
    },
    close: () => {
      release?.();
      release = undefined;
      for (const timer of timers) clearInterval(timer);
      timers = [];
      store.remove(key + ALIVE);
    },
  };
}
