/** Who it is, as far as this device knows. Read from the store each time: other tabs write it too. */

import { newId } from "./ids.ts";
import type { Store } from "./platform.ts";

const ANONYMOUS = "sf.anonymous";
const USER = "sf.user";

export class Identity {
  private readonly _store: Store;

  constructor(store: Store) {
    this._store = store;
  }

  get anonymousId(): string {
    const known = this._store.get(ANONYMOUS);
    if (known) return known;
    const made = newId();
    this._store.set(ANONYMOUS, made);
    return made;
  }

  get userId(): string | undefined {
    return this._store.get(USER);
  }

  set userId(id: string) {
    this._store.set(USER, id);
  }

  forget(): void {
    this._store.remove(ANONYMOUS);
    this._store.remove(USER);
  }
}
