/**
 * The script tag: starts by the attributes of its own tag, and makes good the calls made before it came.
 *
 * Before, `stayflow` is a function that keeps its calls in `stayflow.q`; afterwards the same calls work,
 * and every method is there by its name as well: `stayflow("track", "x")` and `stayflow.track("x")`.
 */

import { type BrowserOptions, init, type Stayflow } from "./stayflow.ts";

type Call = [method: string, ...words: unknown[]];
type Method = (...words: unknown[]) => unknown;
type Entry = ((...call: Call) => unknown) & { q?: ArrayLike<unknown>[]; client?: Stayflow };

const METHODS = [
  "track",
  "identify",
  "page",
  "screen",
  "group",
  "alias",
  "reset",
  "consent",
  "flush",
  "showMessage",
] as const;

function fromTag(tag: HTMLOrSVGScriptElement | null): BrowserOptions | undefined {
  const data = tag?.dataset;
  const writeKey = data?.["writeKey"];
  if (!data || !writeKey) return undefined;
  return {
    writeKey,
    host: data["host"] ?? new URL((tag as HTMLScriptElement).src).origin,
    consent: (data["consent"] ?? "granted") as NonNullable<BrowserOptions["consent"]>,
    clicks: (data["clicks"] ?? "all") as NonNullable<BrowserOptions["clicks"]>,
    pageViews: data["pageViews"] !== "off",
    visibleTime: data["visibleTime"] !== "off",
    hashRoutes: data["hashRoutes"] === "on",
    doNotTrack: data["doNotTrack"] === "on",
  };
}

function install(tag: HTMLOrSVGScriptElement | null): void {
  const page = window as unknown as { stayflow?: Entry };
  const waiting = page.stayflow;
  if (waiting?.client) return; // the tag stands twice in the page
  const entry: Entry = (method, ...words) => {
    if (method === "init") entry.client ??= init(words[0] as BrowserOptions);
    else if ((METHODS as readonly string[]).includes(method)) {
      return (entry.client?.[method as keyof Stayflow] as Method | undefined)?.apply(entry.client, words);
    }
    return undefined;
  };
  const methods = ["init", ...METHODS].map((name) => [name, (...words: unknown[]) => entry(name, ...words)]);
  page.stayflow = Object.assign(entry, Object.fromEntries(methods));
  const options = fromTag(tag);
  if (options) entry("init", options);
  for (const call of Array.from(waiting?.q ?? [])) entry(...(Array.from(call) as Call));
}

install(document.currentScript);
