/** The consent gate: what the person decided, and where things may be kept because of it. */

import { memoryStore, type Store } from "./platform.ts";

/**
 * `granted`: collect unless the person declines. `required`: hold in memory until the person agrees.
 * `denied`: collect nothing until the person agrees.
 */
export type ConsentOption = "granted" | "required" | "denied";

const AT_FIRST: Record<ConsentOption, boolean | undefined> = {
  granted: true,
  required: undefined,
  denied: false,
};

const KEY = "sf.consent";

export class Consent {
  private readonly _lasting: Store;
  private _memory = memoryStore();
  private _decision: boolean | undefined;

  constructor(store: Store, option: ConsentOption) {
    this._lasting = store;
    const kept = store.get(KEY);
    this._decision = kept ? kept === "yes" : AT_FIRST[option];
  }

  get isGiven(): boolean {
    return this._decision === true;
  }

  get isDenied(): boolean {
    return this._decision === false;
  }

  get store(): Store {
    return this.isGiven ? this._lasting : this._memory;
  }

  /** The decision itself is kept: asking again and again is no choice. */
  decide(isGiven: boolean): void {
    if (isGiven) this._moveTo(this._lasting);
    else for (const key of KEPT) this._lasting.remove(key);
    this._decision = isGiven;
    this._memory = memoryStore();
    this._lasting.set(KEY, isGiven ? "yes" : "no");
  }

  /** What was held in memory until now goes on, unless the device knows better. */
  private _moveTo(store: Store): void {
    for (const key of KEPT) {
      const value = this._memory.get(key);
      if (value !== undefined && store.get(key) === undefined) store.set(key, value);
    }
  }
}

/** Everything of a person that the core keeps on a device, beside the queue. */
const KEPT = ["sf.anonymous", "sf.user", "sf.session"] as const;
