/**
 * A `wx` that behaves as WeChat documents it: everything answered later, `success` for any HTTP
 * status, texts sent as they are, storage with limits, requests cut off in the background.
 *
 * Source: developers.weixin.qq.com/miniprogram/dev/api, network/request and storage.
 */

import { request } from "node:http";
import type { EnterOptions, Hooks, PageInstance, RequestOptions, Wx } from "../mini-program/src/wx.ts";

const KEY_BYTES_MAX = 1024 * 1024;
const STORAGE_BYTES_MAX = 10 * KEY_BYTES_MAX;
const REQUESTS_MAX = 10;

export interface Posted {
  url: string;
  body: string;
  contentType: string;
}

export interface Heard {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export type Network = (posted: Posted) => Promise<Heard>;

/** Over the real network. */
const overHttp: Network = ({ url, body, contentType }) =>
  new Promise((settle, fail) => {
    const sent = request(url, { method: "POST", headers: { "content-type": contentType } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("error", fail);
      answer.on("end", () => {
        const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
        const text = Buffer.concat(parts).toString();
        settle({ status: answer.statusCode ?? 0, headers: Object.fromEntries(headers), text });
      });
    });
    sent.on("error", fail);
    sent.end(body);
  });

export class FakeWx implements Wx {
  readonly kept = new Map<string, string>();
  readonly pages: PageInstance[] = [];
  enterOptions: EnterOptions = { path: "pages/index", scene: 1001, query: {} };
  private readonly _network: Network;
  private readonly _networkListeners: ((status: { isConnected: boolean }) => void)[] = [];
  private readonly _flying = new Set<() => void>();

  constructor(network: Network = overHttp) {
    this._network = network;
  }

  request(options: RequestOptions): unknown {
    const { url, data, header, dataType, success, fail } = options;
    if (this._flying.size >= REQUESTS_MAX) {
      queueMicrotask(() => fail({ errMsg: "request:fail exceed max concurrent" }));
      return {};
    }
    // A text goes as it is; anything else would be turned into one by the content type.
    if (typeof data !== "string") throw new TypeError("this fake knows texts only");
    let isOver = false;
    const once = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      this._flying.delete(interrupt);
      settle();
    };
    const interrupt = (): void => once(() => fail({ errMsg: "request:fail interrupted" }));
    this._flying.add(interrupt);
    const contentType = header["content-type"] ?? "application/json";
    this._network({ url, body: data, contentType }).then(
      ({ status, headers, text }) =>
        once(() => success({ statusCode: status, header: headers, data: read(text, dataType) })),
      () => once(() => fail({ errMsg: "request:fail" })),
    );
    return {};
  }

  getStorageSync(key: string): unknown {
    return this.kept.get(key) ?? "";
  }

  setStorageSync(key: string, value: string): void {
    const others = [...this.kept].filter(([name]) => name !== key);
    const used = others.reduce((sum, [, each]) => sum + Buffer.byteLength(each), 0);
    const size = Buffer.byteLength(value);
    if (size > KEY_BYTES_MAX || used + size > STORAGE_BYTES_MAX) {
      throw new Error("setStorageSync:fail entry size limit reached");
    }
    this.kept.set(key, value);
  }

  removeStorageSync(key: string): void {
    this.kept.delete(key);
  }

  onNetworkStatusChange(listener: (status: { isConnected: boolean }) => void): void {
    this._networkListeners.push(listener);
  }

  getEnterOptionsSync(): EnterOptions {
    return this.enterOptions;
  }

  getDeviceInfo(): { system: string } {
    return { system: "iOS 17.4" };
  }

  getWindowInfo(): { screenWidth: number; screenHeight: number } {
    return { screenWidth: 390, screenHeight: 844 };
  }

  getAppBaseInfo(): { language: string } {
    return { language: "zh_CN" };
  }

  /** What the phone does: the network comes and goes … */
  connect(isConnected: boolean): void {
    for (const listener of this._networkListeners) listener({ isConnected });
  }

  /** … and five seconds in the background end every request. */
  interruptRequests(): void {
    for (const interrupt of [...this._flying]) interrupt();
  }
}

function read(text: string, dataType: string): unknown {
  if (dataType !== "json") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The globals of a mini-program; the answer plays what a person does with it. */
export function installGlobals(wx: FakeWx): { app: () => Hooks; open: (page: Hooks, route: string) => void } {
  let app: Hooks = {};
  const call = (hooks: Hooks, name: string, ...words: unknown[]): unknown =>
    (hooks[name] as ((...words: unknown[]) => unknown) | undefined)?.apply(hooks, words);
  Object.assign(globalThis, {
    wx,
    getCurrentPages: () => wx.pages,
    App: (hooks: Hooks) => {
      app = hooks;
      call(app, "onLaunch", wx.enterOptions);
      call(app, "onShow", wx.enterOptions);
    },
    Page: (hooks: Hooks) => hooks,
    Component: (options: Hooks) => options,
  });
  return {
    app: () => app,
    open: (page, route) => {
      const [path, query = ""] = route.split("?");
      wx.pages.push({ route: path ?? "", options: Object.fromEntries(new URLSearchParams(query)) });
      call(page, "onLoad");
      call(page, "onShow");
    },
  };
}
