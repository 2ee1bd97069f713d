/** Plays one case with the mini-program SDK in a fake `wx`, over the real network. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Client } from "../core/src/client.ts";
import { FakeWx, installGlobals } from "./fake-wx.ts";

interface Task {
  /** The built file, as it is copied into a mini-program. */
  sdk: string;
  host: string;
  writeKey: string;
  calls: [method: string, ...words: unknown[]][];
}

const { sdk, host, writeKey, calls } = JSON.parse(readFileSync(0, "utf8")) as Task;
installGlobals(new FakeWx());
const { init } = createRequire(import.meta.url)(sdk) as typeof import("../mini-program/src/stayflow.ts");
const client = init({ host, writeKey, auto: false, flushMs: 200 });
const methods = client as unknown as Record<string, (...words: unknown[]) => unknown>;
for (const [method, ...words] of calls) methods[method]?.apply(client, words);
await settled(client);

/** Everything is confirmed; the test that started this process has its own patience. */
async function settled(each: Client): Promise<void> {
  while (each.waitingCount > 0) await new Promise((done) => setTimeout(done, 50));
}
