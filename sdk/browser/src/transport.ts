/** One request: JSON as text/plain, which crosses origins without asking first. */

import { BEACON_BYTES_MAX, countBytes } from "../../core/src/message.ts";
import { isOurs, type Reply } from "../../core/src/platform.ts";

const TIMEOUT_MS = 20_000;

export async function post(url: string, body: string): Promise<Reply> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const reply = await fetch(url, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body,
      credentials: "omit",
      redirect: "error", // a redirected POST may become a GET, whose 200 says nothing
      keepalive: countBytes(body) < BEACON_BYTES_MAX,
      signal: abort.signal,
    });
    if (reply.ok && !isOurs(await reply.text())) return { status: 0 };
    return { status: reply.status, retryAfter: reply.headers.get("retry-after") ?? undefined };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

/** Hand a request to the browser, to be sent even when the page is gone. */
export function beacon(url: string, body: string): boolean {
  try {
    return navigator.sendBeacon(url, body);
  } catch {
    return false;
  }
}
