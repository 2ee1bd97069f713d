import { beforeEach, expect, test, vi } from "vitest";
import { FakeWx, type Heard, installGlobals, type Posted } from "../../conformance/fake-wx.ts";
import type { Message } from "../../core/src/message.ts";
import { init, type MiniProgramOptions } from "../src/stayflow.ts";
import type { Hooks } from "../src/wx.ts";

declare let App: (hooks: Hooks) => void;
declare let Page: (hooks: Hooks) => Hooks;
declare let Component: (options: Hooks) => Hooks;

const TAKEN: Heard = { status: 200, headers: {}, text: '{"success":true}' };

class Phone {
  posted: Posted[] = [];
  answers: (Heard | Error)[] = [];
  wx = new FakeWx(async (posted) => {
    this.posted.push(posted);
    const answer = this.answers.shift() ?? TAKEN;
    if (answer instanceof Error) throw answer;
    return answer;
  });
  play = installGlobals(this.wx);

  start(options: Partial<MiniProgramOptions> = {}) {
    return init({ writeKey: "wk", host: "https://stayflow.test/", ...options });
  }

  get messages(): Message[] {
    return this.posted.flatMap(({ body }) => (JSON.parse(body) as { batch: Message[] }).batch);
  }
}

function call(hooks: Hooks, name: string, ...words: unknown[]): unknown {
  return (hooks[name] as (...words: unknown[]) => unknown).apply(hooks, words);
}

let phone: Phone;
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) });
  phone = new Phone();
});

test("a text as text/plain to the batch address, answered or not", async () => {
  const client = phone.start({ appVersion: "1.2.3", auto: false });
  phone.answers = [
    { status: 500, headers: {}, text: "" }, // `success` is called for it, by the documentation
    new Error("no network"),
    { status: 200, headers: {}, text: "<html>sign in to the network</html>" },
    { status: 503, headers: { "Retry-After": "40" }, text: "" },
  ];
  client.track("Order", { amount: 1 });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(phone.posted).toHaveLength(4);
  expect(client.waitingCount).toBe(2);
  await vi.advanceTimersByTimeAsync(45_000);
  expect(phone.posted).toHaveLength(5);
  expect(client.waitingCount).toBe(0);
  expect(phone.posted[0]).toMatchObject({ url: "https://stayflow.test/v1/batch", contentType: "text/plain" });
  expect(new Set(phone.messages.map(({ messageId }) => messageId)).size).toBe(2);
  const body = JSON.parse(phone.posted[0]?.body ?? "");
  expect(body.context).toMatchObject({ os: { name: "iOS" }, locale: "zh_CN", app: { version: "1.2.3" } });
  expect(phone.messages[0]).toMatchObject({
    event: "session_start",
    channel: "mini_program",
    properties: { screen_width: 390, screen_height: 844, scene: 1001 },
  });
});

test("launch, show, pages, shares and hide tell themselves, and the app's own hooks run as before", async () => {
  phone.wx.enterOptions = { path: "pages/index", scene: 1047, query: { utm_source: "%E6%B5%B7%E6%8A%A5" } };
  phone.start();
  const own: string[] = [];
  App({ onLaunch: () => own.push("launch"), onHide: () => own.push("hide") });
  const index = Page({
    onLoad: () => own.push("load"),
    onShow: () => own.push("show"),
    onShareAppMessage: () => ({ title: "Look", path: "/pages/index?from=a" }),
  });
  phone.play.open(index, "pages/index?id=7");
  await vi.advanceTimersByTimeAsync(1_500);
  call(index, "onHide");
  const detail = Page({});
  phone.play.open(detail, "pages/detail");
  expect(call(index, "onShareAppMessage", { from: "button" })).toEqual({
    title: "Look",
    path: "/pages/index?from=a",
  });
  expect(detail["onShareAppMessage"]).toBeUndefined(); // not made: it would show a share button
  await vi.advanceTimersByTimeAsync(500);
  call(phone.play.app(), "onHide");
  await vi.advanceTimersByTimeAsync(0);
  expect(own).toEqual(["launch", "load", "show", "hide"]);
  const told = phone.messages.map(({ type, event, properties, context }) => [
    event ?? type,
    context?.page?.url,
    properties,
  ]);
  expect(told).toEqual([
    ["session_start", undefined, { screen_width: 390, screen_height: 844, scene: 1047 }],
    ["app_launch", undefined, { scene: 1047, entrance_path: "/pages/index" }],
    ["app_show", undefined, { scene: 1047, entrance_path: "/pages/index" }],
    ["page", "/pages/index?id=7", {}],
    ["page_leave", "/pages/index?id=7", { visible_ms: 1500 }],
    ["page", "/pages/detail", {}],
    [
      "share",
      "/pages/detail",
      { to: "chat", from: "button", share_title: "Look", share_path: "/pages/index?from=a" },
    ],
    ["page_leave", "/pages/detail", { visible_ms: 500 }],
    ["app_hide", "/pages/detail", { visible_ms: 2000 }],
  ]);
  expect(phone.messages.every(({ context }) => context?.campaign?.source === "海报")).toBe(true);
  expect(phone.messages[5]?.context?.page?.referrer).toBe("/pages/index?id=7");
});

test("a component that has the hooks of a page is one; others are left alone", async () => {
  phone.start();
  const page = Component({ methods: { onLoad: () => undefined } });
  const part = Component({ methods: { onTap: () => undefined } });
  phone.play.open(page["methods"] as Hooks, "pages/built");
  expect(Object.keys(part["methods"] as Hooks)).toEqual(["onTap"]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(phone.messages.map(({ type, event }) => event ?? type)).toEqual(["session_start", "page"]);
});

test("a mistake in a hook of ours does not reach theirs", async () => {
  phone.start({
    beforeSend: () => {
      throw new Error("the app's own filter is broken");
    },
  });
  const own: string[] = [];
  App({ onLaunch: () => own.push("launch") });
  expect(own).toEqual(["launch"]);
});

test("requests cut off in the background are made again; the network that comes back wakes the queue", async () => {
  const client = phone.start({ auto: false });
  let settle = (): void => undefined;
  const held = new Promise<void>((done) => {
    settle = done;
  });
  const network = phone.wx as unknown as { _network: (posted: Posted) => Promise<Heard> };
  const plain = network._network;
  network._network = async (posted) => {
    phone.posted.push(posted);
    await held;
    return TAKEN;
  };
  client.track("a");
  await vi.advanceTimersByTimeAsync(2_000);
  phone.wx.interruptRequests();
  settle();
  await vi.advanceTimersByTimeAsync(0);
  expect(client.waitingCount).toBe(2);
  network._network = plain;
  phone.wx.connect(true);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(client.waitingCount).toBe(0);
  expect(new Set(phone.messages.map(({ messageId }) => messageId)).size).toBe(2);
});

test("the queue outlives the app, and a full storage is no end", async () => {
  phone.answers = [new Error("no network")];
  const client = phone.start({ auto: false });
  client.track("kept");
  await vi.advanceTimersByTimeAsync(2_000);
  vi.clearAllTimers(); // the app was closed
  phone.posted = [];
  const again = phone.start({ auto: false });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(phone.messages.map(({ event }) => event)).toEqual(["session_start", "kept"]);
  expect(again.waitingCount).toBe(0);

  for (let n = 0; n < 10; n++) phone.wx.kept.set(`other${n}`, "x".repeat(1024 * 1024));
  again.track("without room");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(phone.messages.at(-1)?.event).toBe("without room");
});
