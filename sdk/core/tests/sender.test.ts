import { expect, test } from "vitest";
import { judge, waitAsked } from "../src/sender.ts";
import { FakePlatform, settle } from "./fake-platform.ts";

test("a retry carries the same ids, later, and nothing is sent twice after a 2xx", async () => {
  const platform = new FakePlatform();
  platform.answers = [{ status: 503 }, { status: 0 }, { status: 500 }];
  const client = platform.client();
  client.track("a");
  client.track("b");
  await platform.pass(2_000);
  expect(platform.posted).toHaveLength(1);
  await platform.pass(60_000);
  expect(platform.posted).toHaveLength(4);
  const ids = platform.posted.map(({ batch }) => batch.map(({ messageId }) => messageId));
  expect(new Set(ids.map((each) => each.join())).size).toBe(1);
  const sent = platform.posted.map(({ sentAt }) => Date.parse(sentAt));
  const waits = sent.slice(1).map((at, n) => at - (sent[n] ?? 0));
  for (const [n, wait] of waits.entries()) {
    expect(wait).toBeGreaterThanOrEqual(500 * 2 ** n);
    expect(wait).toBeLessThanOrEqual(1_000 * 2 ** n);
  }
  expect(client.waitingCount).toBe(0);
});

test("Retry-After is honoured, by flush and by new events as well", async () => {
  const platform = new FakePlatform();
  platform.answers = [{ status: 429, retryAfter: "30" }];
  const client = platform.client({ flushAt: 1 });
  client.track("a");
  await settle();
  client.track("b");
  await client.flush();
  await platform.pass(29_000);
  expect(platform.posted).toHaveLength(1);
  await platform.pass(1_000);
  expect(platform.posted.map(({ batch }) => batch.length)).toEqual([1, 2]);
});

test("the words of Retry-After are seconds or a date, bounded", () => {
  const now = Date.UTC(2026, 0, 1);
  expect(waitAsked(undefined, now)).toBe(0);
  expect(waitAsked("2", now)).toBe(2_000);
  expect(waitAsked("Thu, 01 Jan 2026 00:00:10 GMT", now)).toBe(10_000);
  expect(waitAsked("soon", now)).toBe(0);
  expect(waitAsked("-5", now)).toBe(0);
  expect(waitAsked("999999999", now)).toBe(3_600_000);
});

test("only content is given up, never for a wrong key or address", () => {
  expect([200, 204].map(judge)).toEqual(["taken", "taken"]);
  expect([400, 413, 422].map(judge)).toEqual(["refused", "refused", "refused"]);
  for (const status of [0, 301, 401, 403, 404, 408, 429, 500, 502, 503, 504])
    expect(judge(status)).toBe("again");
});

test("one bad message does not take its neighbours along", async () => {
  const platform = new FakePlatform();
  platform.otherwise = ({ batch }) => ({ status: batch.some(({ event }) => event === "bad") ? 400 : 200 });
  const problems: string[] = [];
  const client = platform.client({ onError: ({ code }) => problems.push(code) });
  const names = ["a", "b", "c", "bad", "d", "e", "f"];
  for (const name of names) client.track(name);
  await platform.pass(60_000);
  const taken = platform.posted
    .filter(({ batch }) => batch.every(({ event }) => event !== "bad"))
    .flatMap(({ batch }) => batch.map(({ event }) => event));
  expect(taken).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(problems).toEqual(["refused"]);
  expect(client.waitingCount).toBe(0);
});

test("what the server has not confirmed is there after a restart", async () => {
  const platform = new FakePlatform();
  platform.otherwise = { status: 0 };
  const before = platform.client();
  before.track("a");
  before.track("b\nwith a new line");
  await platform.pass(2_000);
  const ids = platform.messages.map(({ messageId }) => messageId);

  const again = new FakePlatform();
  again.store = platform.store;
  again.client();
  await again.pass(2_000);
  expect(again.messages.map(({ messageId }) => messageId)).toEqual(ids);
  expect(again.messages.map(({ event }) => event)).toEqual(["a", "b\nwith a new line"]);

  const third = new FakePlatform();
  third.store = platform.store;
  third.client();
  await third.pass(2_000);
  expect(third.posted).toEqual([]);
});

test("the queue is bounded by count and by bytes, and says what it lost", async () => {
  const platform = new FakePlatform();
  platform.otherwise = { status: 0 };
  const problems: string[] = [];
  const client = platform.client({ queueMessagesMax: 5, onError: ({ code }) => problems.push(code) });
  for (let n = 0; n < 7; n++) client.track("a", { n });
  expect(client.waitingCount).toBe(5);
  expect(problems).toEqual(["queue_full", "queue_full"]);
  platform.otherwise = { status: 200 };
  await platform.pass(10_000);
  const last = platform.posted.at(-1);
  expect(last?.batch.map(({ properties }) => properties?.["n"])).toEqual([2, 3, 4, 5, 6]);
  expect(last?.context.library).toMatchObject({ lost: 2 });

  const small = platform.client({ queueBytesMax: 1_000 });
  small.track("b", { text: "x".repeat(500) });
  small.track("c", { text: "x".repeat(500) });
  expect(small.waitingCount).toBe(1);
});

test("a large queue goes in batches below the bounds", async () => {
  const platform = new FakePlatform();
  const client = platform.client({ flushAt: 1_000, queueBytesMax: 10_000_000 });
  for (let n = 0; n < 250; n++) client.track("a", { text: "汉".repeat(1_500) });
  await platform.pass(2_000);
  expect(platform.messages).toHaveLength(250);
  for (const body of platform.posted) {
    expect(body.batch.length).toBeLessThanOrEqual(100);
    expect(new TextEncoder().encode(JSON.stringify(body)).length).toBeLessThan(460_000);
  }
});

test("leaving hands over what waits, and believes it only after a confirmed request", async () => {
  const platform = new FakePlatform();
  const client = platform.client();
  const handed: string[] = [];
  const beacon = (body: string): boolean => handed.push(body) > 0;
  client.track("a");
  client.leave(beacon);
  expect(handed).toHaveLength(1);
  expect(client.waitingCount).toBe(1); // nothing was ever confirmed: the next page sends it again
  await client.flush();
  client.track("b");
  client.leave(beacon);
  expect(JSON.parse(handed[1] ?? "").batch).toMatchObject([{ event: "b" }]);
  expect(client.waitingCount).toBe(0);
  client.track("c");
  client.leave(() => false);
  expect(client.waitingCount).toBe(1);
  client.track("d");
  await platform.pass(120_000);
  client.track("e");
  platform.time += 61_000;
  client.leave(beacon);
  expect(client.waitingCount).toBe(1);
});

test("a page that leaves while a request is under way sends it no second time", async () => {
  const platform = new FakePlatform();
  const client = platform.client();
  client.track("a");
  await client.flush();
  client.track("b");
  const underWay = client.flush();
  client.track("c");
  const handed: string[] = [];
  client.leave((body) => handed.push(body) > 0);
  expect(handed.map((body) => JSON.parse(body).batch.map(({ event }: { event: string }) => event))).toEqual([
    ["c"],
  ]);
  await underWay;
  expect(platform.messages.map(({ event }) => event)).toEqual(["a", "b"]);
  expect(client.waitingCount).toBe(0);
});
