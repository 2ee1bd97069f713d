/** Messages that the server has not confirmed, oldest first, kept over a restart, within bounds. */

import { countBytes } from "./message.ts";
import type { Store } from "./platform.ts";

export interface QueueLimits {
  messagesMax: number;
  bytesMax: number;
}

export class Queue {
  private readonly _limits: QueueLimits;
  private readonly _key: string;
  private readonly _store: Store;
  private _texts: string[] = [];
  private _bytes = 0;

  constructor(store: Store, key: string, limits: QueueLimits) {
    this._store = store;
    this._key = key;
    this._limits = limits;
    this.reload();
  }

  get length(): number {
    return this._texts.length;
  }

  /** Take what is stored as the truth: somebody may have sent it while this page slept. */
  reload(): void {
    const stored = this._store.get(this._key);
    this._texts = stored ? stored.split("\n") : [];
    this._bytes = this._texts.reduce((sum, text) => sum + countBytes(text), 0);
  }

  /** Add messages as JSON texts; answers how many old ones had to go for them. */
  add(texts: readonly string[]): number {
    for (const text of texts) {
      this._texts.push(text);
      this._bytes += countBytes(text);
    }
    let gone = 0;
    while (this._isOver(this._texts.length - gone)) {
      this._bytes -= countBytes(this._texts[gone] ?? "");
      gone++;
    }
    this._texts.splice(0, gone);
    this._save();
    return gone;
  }

  private _isOver(count: number): boolean {
    return count > this._limits.messagesMax || this._bytes > this._limits.bytesMax;
  }

  /** The oldest messages that fit into one request, leaving out those under way. */
  peek(limits: QueueLimits, without?: ReadonlySet<string>): string[] {
    const taken: string[] = [];
    let bytes = 0;
    for (const text of this._texts) {
      if (without?.has(text)) continue;
      bytes += countBytes(text) + 1;
      if (taken.length === limits.messagesMax || (taken.length && bytes > limits.bytesMax)) break;
      taken.push(text);
    }
    return taken;
  }

  /** Take out what was confirmed; each text is its own message, for it has its own id. */
  remove(texts: readonly string[]): void {
    const done = new Set(texts);
    this._texts = this._texts.filter((text) => !done.has(text));
    this._bytes = this._texts.reduce((sum, text) => sum + countBytes(text), 0);
    this._save();
  }

  clear(): void {
    this._texts = [];
    this._bytes = 0;
    this._save();
  }

  private _save(): void {
    if (this._texts.length) this._store.set(this._key, this._texts.join("\n"));
    else this._store.remove(this._key);
  }
}
