/** Launch, show, hide, page views with the time they were visible, and shares. */

import type { Client } from "../../core/src/client.ts";
import type { Context } from "../../core/src/message.ts";
import { after, before } from "./hooks.ts";
import type { EnterOptions, Hooks, PageInstance, Register } from "./wx.ts";

declare let App: Register | undefined;
declare let Page: Register | undefined;
declare let Component: Register | undefined;
declare const getCurrentPages: (() => PageInstance[]) | undefined;

type Shown = NonNullable<Context["page"]>;

/** Less than this was not looked at. */
const VISIBLE_MS_MIN = 100;

export class Watch {
  private readonly _now: () => number;
  private _client: Client | undefined;
  private _page: Shown = {};
  private _pageSince: number | undefined;
  private _appSince: number | undefined;

  constructor(now: () => number) {
    this._now = now;
  }

  get page(): Shown {
    return this._page;
  }

  /** From here on every `App`, `Page` and `Component` that is made tells what happens to it. */
  start(client: Client): void {
    this._client = client;
    if (typeof App === "function") {
      const original = App;
      App = (hooks) => original(this._inApp(hooks));
    }
    if (typeof Page === "function") {
      const original = Page;
      Page = (hooks) => original(this._inPage(hooks));
    }
    if (typeof Component === "function") {
      const original = Component;
      Component = (options) => {
        const methods = options["methods"] as Hooks | undefined;
        // A component that has the hooks of a page is one.
        if (methods?.["onLoad"] || methods?.["onShow"]) this._inPage(methods);
        return original(options);
      };
    }
  }

  private _inApp(hooks: Hooks): Hooks {
    before(hooks, "onLaunch", (options) => this._client?.track("app_launch", entrance(options)));
    before(hooks, "onShow", (options) => {
      this._appSince = this._now();
      this._client?.track("app_show", entrance(options));
    });
    before(hooks, "onHide", () => {
      this._left();
      const visibleMs = this._now() - (this._appSince ?? this._now());
      this._client?.track("app_hide", { visible_ms: visibleMs });
      // In the background requests are cut off after five seconds.
      void this._client?.flush();
    });
    return hooks;
  }

  private _inPage(hooks: Hooks): Hooks {
    before(hooks, "onShow", () => this._seen());
    before(hooks, "onHide", () => this._left());
    before(hooks, "onUnload", () => this._left());
    after(hooks, "onShareAppMessage", (answer, from) => this._shared("chat", answer, from));
    after(hooks, "onShareTimeline", (answer) => this._shared("timeline", answer, undefined));
    return hooks;
  }

  private _seen(): void {
    const top = typeof getCurrentPages === "function" ? getCurrentPages().slice(-1)[0] : undefined;
    const path = `/${top?.route ?? ""}`;
    const query = Object.entries(top?.options ?? {}).map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value ?? "")}`,
    );
    const url = query.length ? `${path}?${query.join("&")}` : path;
    this._page = { path, url, referrer: this._page.url ?? "" };
    this._pageSince = this._now();
    this._client?.page();
  }

  private _left(): void {
    if (this._pageSince === undefined) return;
    const visibleMs = this._now() - this._pageSince;
    this._pageSince = undefined;
    if (visibleMs >= VISIBLE_MS_MIN) this._client?.track("page_leave", { visible_ms: visibleMs });
  }

  private _shared(to: string, answer: unknown, from: unknown): void {
    const said = (answer ?? {}) as { title?: string; path?: string };
    const source = (from as { from?: string } | undefined)?.from;
    this._client?.track("share", {
      to,
      ...(source && { from: source }),
      ...(said.title && { share_title: said.title }),
      share_path: said.path ?? this._page.url ?? "",
    });
  }
}

function entrance(options: unknown): Record<string, unknown> {
  const { scene, path } = (options ?? {}) as EnterOptions;
  return { ...(scene !== undefined && { scene }), ...(path && { entrance_path: `/${path}` }) };
}
