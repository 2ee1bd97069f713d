/** Stayflow in a page: the core, and what a browser can tell by itself. */

import { Client, type Options } from "../../core/src/client.ts";
import type { Platform } from "../../core/src/platform.ts";
import { readArrival } from "./arrival.ts";
import { type ClickOption, watchClicks } from "./click.ts";
import { PageWatch } from "./page.ts";
import { browserStore } from "./store.ts";
import { openTab } from "./tabs.ts";
import { beacon, post } from "./transport.ts";
import { showMessage, type WebMessage } from "./web-message.ts";

declare const STAYFLOW_VERSION: string;

export type { CallOptions, Problem } from "../../core/src/client.ts";
export type { Message } from "../../core/src/message.ts";
export type { WebMessage } from "./web-message.ts";

export interface BrowserOptions extends Omit<Options, "queueKey"> {
  /** Where Stayflow answers, such as `https://stayflow.example.com`. */
  host: string;
  /** Page views, also of single-page applications (on). */
  pageViews?: boolean;
  /** The part of the address after # names a page (off). */
  hashRoutes?: boolean;
  /** How long pages were visible (on). */
  visibleTime?: boolean;
  /** Clicks anywhere, on controls only, or none (`all`). */
  clicks?: ClickOption;
  /** Collect nothing from browsers that send Do Not Track or Global Privacy Control (off). */
  doNotTrack?: boolean;
  /** Domain of the cookie with the anonymous id; by default the widest that takes one. */
  cookieDomain?: string;
  /** `web` or `h5`; by default `h5` on phones. */
  channel?: string;
}

export class Stayflow extends Client {
  /** Show a message on the page; answers a function that takes it away. */
  showMessage(message: WebMessage): () => void {
    return showMessage(this, message);
  }
}

function isRefused(): boolean {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean };
  return doNotTrack === "1" || globalPrivacyControl === true;
}

export function init(options: BrowserOptions): Stayflow {
  const store = browserStore(options.cookieDomain);
  const now = (): number => Date.now();
  const watch = new PageWatch({
    pageViews: options.pageViews ?? true,
    hashRoutes: options.hashRoutes ?? false,
    visibleTime: options.visibleTime ?? true,
  });
  const url = `${options.host.replace(/\/+$/, "")}/v1/batch`;
  const tab = openTab(store, `sf.queue.${options.writeKey}.`, now);
  const device = {
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    userAgent: navigator.userAgent,
  };
  const platform: Platform = {
    store,
    now,
    post: (body) => post(url, body),
    later: (run, delayMs) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    context: () => ({ page: watch.page }),
    batchContext: () => device,
    arrival: () => readArrival(watch.page.url ?? "", watch.page.referrer ?? ""),
    sessionProperties: () => ({ screen_width: screen.width, screen_height: screen.height }),
    channel: options.channel ?? (/Mobi|MicroMessenger/i.test(navigator.userAgent) ? "h5" : "web"),
    library: { name: "stayflow-browser", version: STAYFLOW_VERSION },
  };
  const declined = options.doNotTrack && isRefused();
  const client = new Stayflow(platform, {
    ...options,
    ...(declined && { consent: "denied" as const }),
    queueKey: tab.key,
  });
  const open = (): void =>
    tab.open(
      (texts) => client.adopt(texts),
      () => client.reload(),
    );
  open();
  watch.start(client);
  watchClicks(client, options.clicks ?? "all");
  const leave = (): void => client.leave((body) => beacon(url, body));
  addEventListener("online", () => client.retryNow());
  let isGone = false;
  // Hidden may be the last that is heard of a page; while it lives, the answer still confirms.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !isGone) void client.flush();
  });
  addEventListener("pagehide", () => {
    isGone = true;
    watch.left(client);
    leave();
    tab.close();
  });
  addEventListener("pageshow", (event) => {
    isGone = false;
    if (!event.persisted) return;
    open();
    watch.returned(client);
  });
  return client;
}
