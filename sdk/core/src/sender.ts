/** Sends the queue in batches, one request at a time, and again until the server has confirmed. */

import { BATCH_BYTES_MAX, BATCH_MESSAGES_MAX, BEACON_BYTES_MAX, countBytes } from "./message.ts";
import type { Platform, Reply } from "./platform.ts";
import type { Queue } from "./queue.ts";

export interface SenderOptions {
  /** Builds the body of a request from messages as JSON texts. */
  bodyOf: (texts: readonly string[]) => string;
  /** Send when so many wait … */
  flushAt: number;
  /** … or so long after the first. */
  flushMs: number;
  /** The server refused messages for their content: they will never be taken. */
  onRefused: (count: number, status: number) => void;
}

const WAIT_MS_MIN = 1_000;
const WAIT_MS_MAX = 300_000;
/** No server may silence a device for longer. */
const RETRY_AFTER_MS_MAX = 3_600_000;
/** A confirmed request says that the next one would arrive, for so long. */
const TRUST_MS = 60_000;

type Verdict = "taken" | "refused" | "again";

/** Only what the content is to blame for is given up; a wrong key or address may be mended. */
export function judge(status: number): Verdict {
  if (status >= 200 && status < 300) return "taken";
  return status === 400 || status === 413 || status === 422 ? "refused" : "again";
}

/** What `Retry-After` asks for (seconds or a date, RFC 9110 §10.2.3), in milliseconds. */
export function waitAsked(retryAfter: string | undefined, now: number): number {
  if (!retryAfter) return 0;
  const seconds = Number(retryAfter);
  const wait = Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * 1000;
  return Math.min(Math.max(wait || 0, 0), RETRY_AFTER_MS_MAX);
}

export class Sender {
  private readonly _platform: Platform;
  private readonly _queue: Queue;
  private readonly _options: SenderOptions;
  private readonly _flying = new Set<string>();
  private _isRunning = false;
  private _run: Promise<void> = Promise.resolve();
  private _cancel: (() => void) | undefined;
  private _failures = 0;
  private _notBefore = 0;
  private _takenAt = Number.NEGATIVE_INFINITY;
  private _messagesMax = BATCH_MESSAGES_MAX;

  constructor(platform: Platform, queue: Queue, options: SenderOptions) {
    this._platform = platform;
    this._queue = queue;
    this._options = options;
  }

  /** Something was added: send now or soon. */
  wake(): void {
    if (this._queue.length >= this._options.flushAt) void this.flush();
    else if (this._queue.length) this._runIn(this._options.flushMs);
  }

  /** Send all that waits, unless the server asked to be left alone. Ends when nothing is under way. */
  flush(): Promise<void> {
    if (!this._isRunning) this._run = this._sendAll();
    return this._run;
  }

  /** The network is back: failures before it say nothing any more. */
  retryNow(): void {
    this._failures = 0;
    this._notBefore = 0;
    this.wake();
  }

  /**
   * The page goes: hand what waits to the browser, which tells nobody whether it arrived. What it
   * took leaves the queue only if a request was confirmed a moment ago; else it is sent again by
   * the next page, and the server counts it once.
   */
  leave(beacon: (body: string) => boolean): void {
    const isTrusted = this._platform.now() - this._takenAt < TRUST_MS;
    const handed = new Set(this._flying);
    // A small request under way outlives the page as well.
    if (isTrusted && countBytes([...handed].join()) < BEACON_BYTES_MAX) this._queue.remove([...handed]);
    for (;;) {
      const limits = { messagesMax: BATCH_MESSAGES_MAX, bytesMax: BEACON_BYTES_MAX };
      const texts = this._queue.peek(limits, handed);
      if (!texts.length || !beacon(this._options.bodyOf(texts))) return;
      for (const text of texts) handed.add(text);
      if (isTrusted) this._queue.remove(texts);
    }
  }

  private async _sendAll(): Promise<void> {
    this._isRunning = true;
    this._cancel?.();
    this._cancel = undefined;
    try {
      while (this._queue.length) {
        const wait = this._notBefore - this._platform.now();
        if (wait > 0) {
          this._runIn(wait);
          return;
        }
        await this._sendOne();
      }
    } finally {
      this._isRunning = false;
    }
  }

  private async _sendOne(): Promise<void> {
    const texts = this._queue.peek({ messagesMax: this._messagesMax, bytesMax: BATCH_BYTES_MAX });
    for (const text of texts) this._flying.add(text);
    const reply = await this._platform.post(this._options.bodyOf(texts));
    this._flying.clear();
    this._settle(texts, reply);
  }

  private _settle(texts: readonly string[], reply: Reply): void {
    const verdict = judge(reply.status);
    if (verdict === "taken") {
      this._failures = 0;
      this._messagesMax = BATCH_MESSAGES_MAX;
      this._takenAt = this._platform.now();
      this._queue.remove(texts);
    } else if (verdict === "refused" && texts.length > 1) {
      // One of them is to blame; the others must not go with it.
      this._messagesMax = Math.ceil(texts.length / 2);
    } else {
      if (verdict === "refused") {
        this._queue.remove(texts);
        this._options.onRefused(texts.length, reply.status);
      }
      this._postpone(reply);
    }
  }

  private _postpone(reply: Reply): void {
    const now = this._platform.now();
    const backoff = Math.min(WAIT_MS_MIN * 2 ** this._failures++, WAIT_MS_MAX);
    const spread = backoff * (0.5 + Math.random() / 2);
    this._notBefore = now + Math.max(spread, waitAsked(reply.retryAfter, now));
  }

  private _runIn(delayMs: number): void {
    this._cancel ??= this._platform.later(() => {
      this._cancel = undefined;
      void this.flush();
    }, delayMs);
  }
}
