/** Stayflow in a WeChat mini-program: the core, `wx.request`, and the hooks of App and Page. */

import { Client, type Options } from "../../core/src/client.ts";
import { isOurs, memoryStore, type Platform, type Reply, type Store } from "../../core/src/platform.ts";
import type { Arrival } from "../../core/src/session.ts";
import { Watch } from "./watch.ts";
import type { Wx } from "./wx.ts";

declare const wx: Wx;
declare const STAYFLOW_VERSION: string;

export type { CallOptions, Problem } from "../../core/src/client.ts";

export interface MiniProgramOptions extends Omit<Options, "queueKey"> {
  /** Where Stayflow answers; its domain must be among the request domains of the mini-program. */
  host: string;
  /** Launch, show, hide, page views and shares by themselves (on). */
  auto?: boolean;
  /** Of the app, as `app_version`. */
  appVersion?: string;
}

const TIMEOUT_MS = 20_000;
const CAMPAIGN = {
  source: "utm_source",
  medium: "utm_medium",
  name: "utm_campaign",
  term: "utm_term",
  content: "utm_content",
} as const;

/** Start, once, at the top of `app.js`, before `App({...})`. */
export function init(options: MiniProgramOptions): Client {
  const now = (): number => Date.now();
  const watch = new Watch(now);
  const url = `${options.host.replace(/\/+$/, "")}/v1/batch`;
  const platform: Platform = {
    store: wxStore(),
    now,
    post: (body) => post(url, body),
    later: (run, delayMs) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    context: () => ({ page: watch.page }),
    batchContext: () => deviceContext(options.appVersion),
    arrival: readArrival,
    sessionProperties: () => {
      const { screenWidth, screenHeight } = wx.getWindowInfo?.() ?? {};
      const { scene } = entered();
      return { screen_width: screenWidth, screen_height: screenHeight, scene };
    },
    channel: "mini_program",
    library: { name: "stayflow-mini-program", version: STAYFLOW_VERSION },
  };
  const client = new Client(platform, options);
  if (options.auto ?? true) watch.start(client);
  wx.onNetworkStatusChange?.(({ isConnected }) => {
    if (isConnected) client.retryNow();
  });
  return client;
}

function post(url: string, body: string): Promise<Reply> {
  return new Promise((settle) => {
    wx.request({
      url,
      data: body,
      method: "POST",
      header: { "content-type": "text/plain" },
      timeout: TIMEOUT_MS,
      dataType: "json",
      success: ({ statusCode, header, data }) => {
        const isTaken = statusCode >= 200 && statusCode < 300;
        const name = Object.keys(header ?? {}).find((each) => each.toLowerCase() === "retry-after");
        const retryAfter = name === undefined ? undefined : header[name];
        settle({ status: isTaken && !isOurs(data) ? 0 : statusCode, retryAfter });
      },
      fail: () => settle({ status: 0 }),
    });
  });
}

/** What `wx` keeps (1 MB a key, 10 MB in all, by its documentation), and memory where it refuses. */
function wxStore(): Store {
  const memory = memoryStore();
  return {
    get: (key) => {
      try {
        const found = wx.getStorageSync(key);
        if (typeof found === "string" && found) return found;
      } catch {
        // The storage of some devices fails now and then.
      }
      return memory.get(key);
    },
    set: (key, value) => {
      try {
        wx.setStorageSync(key, value);
        memory.remove(key);
        return true;
      } catch {
        memory.set(key, value);
        return false;
      }
    },
    remove: (key) => {
      memory.remove(key);
      try {
        wx.removeStorageSync(key);
      } catch {
        // As above.
      }
    },
  };
}

function entered(): ReturnType<NonNullable<Wx["getEnterOptionsSync"]>> {
  return wx.getEnterOptionsSync?.() ?? wx.getLaunchOptionsSync?.() ?? {};
}

/** The campaign in the parameters of the entrance. */
function readArrival(): Arrival {
  const query = entered().query ?? {};
  const campaign: NonNullable<Arrival["campaign"]> = {};
  for (const [name, parameter] of Object.entries(CAMPAIGN)) {
    const value = query[parameter];
    if (value) campaign[name as keyof typeof CAMPAIGN] = decode(value);
  }
  return Object.keys(campaign).length ? { campaign } : {};
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // it was not encoded
  }
}

function deviceContext(appVersion: string | undefined): ReturnType<Platform["batchContext"]> {
  const [os] = (wx.getDeviceInfo?.().system ?? "").split(" ");
  const { language } = wx.getAppBaseInfo?.() ?? {};
  const timezone = typeof Intl === "object" ? Intl.DateTimeFormat().resolvedOptions().timeZone : undefined;
  return {
    ...(os && { os: { name: os } }),
    ...(language && { locale: language }),
    ...(timezone && { timezone }),
    ...(appVersion && { app: { version: appVersion } }),
    device: { type: "mobile" },
  };
}
