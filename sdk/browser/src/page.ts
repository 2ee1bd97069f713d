/** Page views, also of pages that change their address without loading, and the time they were visible. */

import type { Client } from "../../core/src/client.ts";
import type { Context } from "../../core/src/message.ts";

type Page = NonNullable<Context["page"]>;

/** Less than this was not looked at. */
const VISIBLE_MS_MIN = 100;

export interface PageOptions {
  /** Send a page view for each page, and for each change of its address. */
  pageViews: boolean;
  /** The part after # names a page. */
  hashRoutes: boolean;
  /** Send how long the page was visible when it is left or hidden. */
  visibleTime: boolean;
}

/** The page that is looked at. A page that is being left stays it until the next one is seen. */
export class PageWatch {
  private readonly _options: PageOptions;
  private _page: Page;
  private _place: string;
  private _visibleSince: number | undefined;
  private _visibleMs = 0;

  constructor(options: PageOptions) {
    this._options = options;
    this._place = this._where();
    this._page = read(document.referrer);
    if (document.visibilityState !== "hidden") this._visibleSince = performance.now();
  }

  get page(): Page {
    return this._page;
  }

  start(client: Client): void {
    const { pageViews, visibleTime } = this._options;
    if (pageViews) {
      this._page = read(document.referrer);
      client.page();
    }
    const moved = (): void => this._moved(client);
    for (const name of ["pushState", "replaceState"] as const) {
      const original = history[name];
      history[name] = function (this: History, ...words: Parameters<typeof original>) {
        original.apply(this, words);
        // The new page writes its title right afterwards.
        setTimeout(moved);
      };
    }
    addEventListener("popstate", () => setTimeout(moved));
    addEventListener("hashchange", () => setTimeout(moved));
    if (!visibleTime) return;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.left(client);
      else this._visibleSince ??= performance.now();
    });
  }

  /** It is hidden, closed or changed: tell how long it was visible since it was last told. */
  left(client: Client): void {
    if (this._visibleSince !== undefined) this._visibleMs += performance.now() - this._visibleSince;
    this._visibleSince = undefined;
    const visibleMs = Math.round(this._visibleMs);
    this._visibleMs = 0;
    if (visibleMs < VISIBLE_MS_MIN || !this._options.visibleTime) return;
    client.track("page_leave", { visible_ms: visibleMs, scroll_ratio: scrollRatio() });
  }

  /** The page came back as it was. */
  returned(client: Client): void {
    this._visibleSince = performance.now();
    if (this._options.pageViews) client.page();
  }

  private _moved(client: Client): void {
    const place = this._where();
    if (place === this._place) return;
    const before = this._page.url ?? "";
    this.left(client);
    this._place = place;
    this._page = read(before);
    if (document.visibilityState !== "hidden") this._visibleSince = performance.now();
    if (this._options.pageViews) client.page();
  }

  private _where(): string {
    const { pathname, search, hash } = location;
    return pathname + search + (this._options.hashRoutes ? hash : "");
  }
}

function read(referrer: string): Page {
  return { url: location.href, path: location.pathname, title: document.title, referrer };
}

/** How much of the page has been above the lower edge of the window, from 0 to 1. */
function scrollRatio(): number {
  const height = document.documentElement.scrollHeight;
  return height > 0 ? Math.round(Math.min((scrollY + innerHeight) / height, 1) * 100) / 100 : 0;
}
