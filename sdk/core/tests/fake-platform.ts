/** A platform with a clock that only the test moves, and a server that answers what the test says. */

import { Client, type Options } from "../src/client.ts";
import type { Context, Message } from "../src/message.ts";
import { memoryStore, type Platform, type Reply, type Store } from "../src/platform.ts";

export interface Body {
  writeKey: string;
  sentAt: string;
  context: Context;
  batch: Message[];
}

type Answer = Reply | ((body: Body) => Reply);

export class FakePlatform implements Platform {
  store: Store = memoryStore();
  channel = "test";
  library = { name: "stayflow-test", version: "1" };
  time = Date.UTC(2026, 10, 22);
  posted: Body[] = [];
  answers: Answer[] = [];
  otherwise: Answer = { status: 200 };
  arrival?: () => { campaign?: { source: string } };
  sessionProperties?: () => Record<string, unknown>;
  private timers: { run: () => void; at: number }[] = [];

  now = (): number => this.time;
  context = (): Context => ({});
  batchContext = (): Context => ({ locale: "zh-CN" });

  post = async (text: string): Promise<Reply> => {
    const body = JSON.parse(text) as Body;
    this.posted.push(body);
    const answer = this.answers.shift() ?? this.otherwise;
    return typeof answer === "function" ? answer(body) : answer;
  };

  later = (run: () => void, delayMs: number): (() => void) => {
    const timer = { run, at: this.time + delayMs };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  };

  /** Let time pass, and everything that falls due happen. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settle();
      const due = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.time = Math.max(due.at, this.time);
      this.timers = this.timers.filter((each) => each !== due);
      due.run();
    }
    this.time = end;
  }

  /** Every message that was posted, in order, repeats included. */
  get messages(): Message[] {
    return this.posted.flatMap(({ batch }) => batch);
  }

  client(options: Partial<Options> = {}): Client {
    return new Client(this, { writeKey: "wk", ...options });
  }
}

/** Everything that waits for a promise has had its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
