import { expect, test } from "vitest";
import type { Problem } from "../src/client.ts";
import { FakePlatform } from "./fake-platform.ts";

test("a call becomes a message with an id, a time, a session and who it is", async () => {
  const platform = new FakePlatform();
  const client = platform.client();
  client.track("Order Done", { amount: 9.9 });
  await platform.pass(2_000);
  const [body] = platform.posted;
  expect(body?.writeKey).toBe("wk");
  expect(body?.context).toMatchObject({ locale: "zh-CN", library: { name: "stayflow-test" } });
  const [message] = body?.batch ?? [];
  expect(message).toMatchObject({
    type: "track",
    event: "Order Done",
    properties: { amount: 9.9 },
    channel: "test",
    anonymousId: client.anonymousId,
    timestamp: "2026-11-22T00:00:00.000Z",
  });
  expect(message?.messageId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(message?.context?.sessionId).toBeTruthy();
});

test("a full batch goes at once, the rest after its time", async () => {
  const platform = new FakePlatform();
  const client = platform.client({ flushAt: 3, flushMs: 5_000 });
  for (let n = 0; n < 3; n++) client.track("a", { n });
  await platform.pass(0);
  expect(platform.posted.map(({ batch }) => batch.length)).toEqual([3]);
  client.track("a", { n: 3 });
  await platform.pass(4_999);
  expect(platform.posted).toHaveLength(1);
  await platform.pass(1);
  expect(platform.messages.map(({ properties }) => properties?.["n"])).toEqual([0, 1, 2, 3]);
  expect(client.waitingCount).toBe(0);
});

test("another user on the same device is another person", async () => {
  const platform = new FakePlatform();
  const client = platform.client();
  client.track("a");
  const anonymous = client.anonymousId;
  client.identify("u1");
  client.identify("u1", { city: "杭州" });
  expect(client.anonymousId).toBe(anonymous);
  client.identify("u2");
  expect(client.anonymousId).not.toBe(anonymous);
  client.reset();
  expect(client.userId).toBeUndefined();
  client.track("b");
  await platform.pass(2_000);
  const people = platform.messages.map(({ userId, anonymousId }) => [userId, anonymousId === anonymous]);
  expect(people).toEqual([
    [undefined, true],
    ["u1", true],
    ["u1", true],
    ["u2", false],
    [undefined, false],
  ]);
});

test("identities beside the user id travel with the call", async () => {
  const platform = new FakePlatform();
  platform.client().identify(42, {}, { identities: { phone: "13800000000" }, messageId: "m1", timestamp: 0 });
  await platform.pass(2_000);
  expect(platform.messages[0]).toMatchObject({
    userId: "42",
    messageId: "m1",
    timestamp: "1970-01-01T00:00:00.000Z",
    context: { externalIds: [{ type: "phone", id: "13800000000" }] },
  });
});

test("group and alias name what they are about", async () => {
  const platform = new FakePlatform();
  const client = platform.client();
  const before = client.anonymousId;
  client.group("g1", { name: "Team" });
  client.alias("u1");
  client.alias("u1", "old-id");
  client.page("Home", { a: 1 });
  client.screen("Cart");
  await platform.pass(2_000);
  expect(platform.messages).toMatchObject([
    { type: "group", groupId: "g1", traits: { name: "Team" } },
    { type: "alias", userId: "u1", previousId: before },
    { type: "alias", userId: "u1", previousId: "old-id" },
    { type: "page", name: "Home", properties: { a: 1 } },
    { type: "screen", name: "Cart" },
  ]);
});

test("what is no event is told, and never thrown into the app", async () => {
  const platform = new FakePlatform();
  const problems: Problem[] = [];
  const client = platform.client({
    onError: (problem) => {
      problems.push(problem);
      throw new Error("the app's own");
    },
  });
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  client.track("");
  client.track("circle", circle);
  client.track("big", { n: 1n });
  client.identify("");
  client.identify(Number.NaN);
  client.identify({} as unknown as string);
  client.group("");
  client.track("late", {}, { timestamp: "no time" });
  client.track("huge", { text: "汉".repeat(11_000) });
  client.track("good", { lone: "a\ud800b", nothing: undefined, nan: Number.NaN });
  await platform.pass(2_000);
  expect(problems.map(({ code }) => code)).toEqual([...Array(8).fill("not_an_event"), "too_large"]);
  expect(platform.messages.map(({ event, properties }) => [event, properties])).toEqual([
    ["good", { lone: "a\ufffdb", nan: null }],
  ]);
});

test("beforeSend sees every message and may keep it back", async () => {
  const platform = new FakePlatform();
  const client = platform.client({
    beforeSend: (message) => (message.event === "secret" ? null : { ...message, event: "seen" }),
  });
  client.track("secret");
  client.track("open");
  await platform.pass(2_000);
  expect(platform.messages.map(({ event }) => event)).toEqual(["seen"]);
});
