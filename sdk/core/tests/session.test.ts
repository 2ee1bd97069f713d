import { expect, test } from "vitest";
import { IDLE_MS } from "../src/session.ts";
import { FakePlatform } from "./fake-platform.ts";

test("a visit ends after half an hour without an event", async () => {
  const platform = new FakePlatform();
  const client = platform.client();
  client.track("a");
  platform.time += IDLE_MS - 1;
  client.track("b");
  platform.time += IDLE_MS - 1;
  client.track("c");
  platform.time += IDLE_MS;
  client.track("d");
  await platform.pass(2_000);
  const [a, b, c, d] = platform.messages.map(({ context }) => context?.sessionId);
  expect([b, c]).toEqual([a, a]);
  expect(d).not.toBe(a);
});

test("another campaign is another visit; how a visit came stays on all its events", async () => {
  const platform = new FakePlatform();
  const client = platform.client();
  platform.sessionProperties = () => ({ screen_width: 100 });
  platform.arrival = () => ({ campaign: { source: "x" } });
  client.track("a");
  platform.arrival = () => ({});
  client.track("b");
  platform.arrival = () => ({ campaign: { source: "y" } });
  client.track("c");
  await platform.pass(2_000);
  expect(platform.messages.map(({ event, context }) => [event, context?.campaign?.source])).toEqual([
    ["session_start", "x"],
    ["a", "x"],
    ["b", "x"],
    ["session_start", "y"],
    ["c", "y"],
  ]);
  expect(platform.messages[0]?.properties).toEqual({ screen_width: 100 });
});

test("a spoilt session in the store is begun anew", () => {
  const platform = new FakePlatform();
  for (const spoilt of ["{", "null", "1", '"x"', "[]"]) {
    platform.store.set("sf.session", spoilt);
    platform.client().track("a");
    expect(JSON.parse(platform.store.get("sf.session") ?? "").id).toBeTruthy();
  }
});
