import { expect, test } from "vitest";
import { memoryStore } from "../src/platform.ts";
import { FakePlatform } from "./fake-platform.ts";

function watchedStore() {
  const store = memoryStore();
  const kept = new Map<string, string>();
  return {
    kept,
    get: store.get,
    set: (key: string, value: string) => {
      kept.set(key, value);
      return store.set(key, value);
    },
    remove: (key: string) => {
      kept.delete(key);
      store.remove(key);
    },
  };
}

test("before consent nothing is stored or sent; afterwards what was held goes out", async () => {
  const platform = new FakePlatform();
  const store = watchedStore();
  platform.store = store;
  const client = platform.client({ consent: "required" });
  client.track("a");
  client.identify("u1");
  await client.flush();
  client.leave(() => expect.unreachable("no beacon before consent"));
  await platform.pass(60_000);
  expect([...store.kept.keys()]).toEqual([]);
  expect(platform.posted).toEqual([]);
  const anonymous = client.anonymousId;
  client.consent(true);
  await platform.pass(2_000);
  expect(platform.messages.map(({ type, anonymousId }) => [type, anonymousId])).toEqual([
    ["track", anonymous],
    ["identify", anonymous],
  ]);
  expect(client.anonymousId).toBe(anonymous);
  expect(store.kept.get("sf.consent")).toBe("yes");

  const next = new FakePlatform();
  next.store = store;
  next.client({ consent: "required" }).track("b");
  await next.pass(2_000);
  expect(next.messages.map(({ event, userId }) => [event, userId])).toEqual([["b", "u1"]]);
});

test("who declines leaves nothing behind but the decision", async () => {
  const platform = new FakePlatform();
  const store = watchedStore();
  platform.store = store;
  platform.otherwise = { status: 0 };
  const client = platform.client();
  client.identify("u1");
  await platform.pass(1_000);
  expect(store.kept.size).toBeGreaterThan(2);
  client.consent(false);
  expect([...store.kept.entries()]).toEqual([["sf.consent", "no"]]);
  platform.otherwise = { status: 200 };
  client.track("a");
  await platform.pass(60_000);
  expect(platform.messages.filter(({ event }) => event === "a")).toEqual([]);
  expect([...store.kept.keys()]).toEqual(["sf.consent"]);
  expect(client.isActive).toBe(false);

  const next = new FakePlatform();
  next.store = store;
  const later = next.client();
  later.track("b");
  await next.pass(60_000);
  expect(next.posted).toEqual([]);
  later.consent(true);
  later.track("c");
  await next.pass(2_000);
  expect(next.messages.map(({ event }) => event)).toEqual(["c"]);
});

test("a device that knows its person keeps the id it has", async () => {
  const platform = new FakePlatform();
  const known = platform.client().anonymousId;
  const client = platform.client({ consent: "required" });
  client.track("a");
  expect(client.anonymousId).not.toBe(known);
  client.consent(true);
  await platform.pass(2_000);
  expect(platform.messages.map(({ anonymousId }) => anonymousId)).toEqual([known]);
});

test("what is held without consent is bounded", () => {
  const platform = new FakePlatform();
  const client = platform.client({ consent: "required" });
  for (let n = 0; n < 150; n++) client.track("a");
  expect(client.waitingCount).toBe(100);
});
