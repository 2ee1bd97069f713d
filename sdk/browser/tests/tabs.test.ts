/** Where there are no Web Locks: happy-dom has none, as a page without TLS has none. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { browserStore } from "../src/store.ts";
import { openTab, type Tab } from "../src/tabs.ts";

const PREFIX = "sf.queue.wk.";
const store = browserStore("");
let found: string[][] = [];
let tabs: Tab[] = [];

function open(): Tab {
  const tab = openTab(store, PREFIX, () => Date.now());
  tab.open(
    (texts) => found.push(texts),
    () => undefined,
  );
  tabs.push(tab);
  return tab;
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) });
  localStorage.clear();
  found = [];
});

afterEach(() => {
  for (const tab of tabs) tab.close();
  tabs = [];
});

test("the queue of a living tab is its own, also in the background", () => {
  const living = open();
  store.set(living.key, "a\nb");
  vi.advanceTimersByTime(15_000);
  open();
  for (let minute = 0; minute < 30; minute++) vi.advanceTimersByTime(60_000);
  expect(found).toEqual([]);
  expect(store.get(living.key)).toBe("a\nb");
});

test("what a tab left behind is found once, when it has been silent long enough", () => {
  store.set(`${PREFIX}gone`, "a\nb");
  store.set(`${PREFIX}gone.at`, String(Date.now() - 100_000));
  open();
  open();
  expect(found).toEqual([]);
  vi.advanceTimersByTime(120_000);
  expect(found).toEqual([["a", "b"]]);
  expect(store.get(`${PREFIX}gone`)).toBeUndefined();
});

test("a tab that was closed properly leaves its queue to the next at once", () => {
  const first = open();
  store.set(first.key, "a");
  first.close();
  open();
  expect(found).toEqual([["a"]]);
});
