/** The calls that an app makes. None of them ever throws into the app. */

import { Consent, type ConsentOption } from "./consent.ts";
import { Identity } from "./identity.ts";
import { newId } from "./ids.ts";
import {
  type Context,
  countBytes,
  type Kind,
  MESSAGE_BYTES_MAX,
  type Message,
  type Properties,
  writeJson,
} from "./message.ts";
import type { Platform, Store } from "./platform.ts";
import { Queue } from "./queue.ts";
import { Sender } from "./sender.ts";
import { type Arrival, endSession, touchSession } from "./session.ts";

export interface Problem {
  code: "not_an_event" | "too_large" | "refused" | "queue_full";
  message: string;
}

export interface Options {
  /** The source's write key. */
  writeKey: string;
  /** `required`: nothing is stored or sent before `consent(true)`. */
  consent?: ConsentOption;
  /** Send when so many messages wait (20) … */
  flushAt?: number;
  /** … or so many milliseconds after the first (2000). */
  flushMs?: number;
  /** Most messages that wait while there is no network (1000) … */
  queueMessagesMax?: number;
  /** … and most bytes (500 000); the oldest go first, and are counted. */
  queueBytesMax?: number;
  /** Where the queue is kept; each tab has its own. */
  queueKey?: string;
  /** Last look at a message; `null` keeps it back. */
  beforeSend?: (message: Message) => Message | null;
  /** Told of everything that will not arrive. */
  onError?: (problem: Problem) => void;
}

export interface CallOptions {
  /** The id of the message, for something that has one by itself, such as an order. */
  messageId?: string;
  /** When it happened; now, if it is left out. */
  timestamp?: Date | number | string;
  /** Identities beside the user id: `{ phone: "…" }`. */
  identities?: Record<string, string>;
}

export type Id = string | number;

type Fields = Partial<Omit<Message, "type" | "messageId" | "timestamp" | "context">>;

/** Most messages that are held in memory until consent is given. */
const HELD_MAX = 100;

export class Client {
  private readonly _platform: Platform;
  private readonly _options: Options;
  private readonly _consent: Consent;
  private readonly _queue: Queue;
  private readonly _sender: Sender;
  private _held: string[] = [];
  private _lostCount = 0;

  constructor(platform: Platform, options: Options) {
    this._platform = platform;
    this._options = options;
    this._consent = new Consent(platform.store, options.consent ?? "granted");
    const key = options.queueKey ?? `sf.queue.${options.writeKey}`;
    this._queue = new Queue(platform.store, key, {
      messagesMax: options.queueMessagesMax ?? 1_000,
      bytesMax: options.queueBytesMax ?? 500_000,
    });
    this._sender = new Sender(platform, this._queue, {
      bodyOf: (texts) => this._bodyOf(texts),
      flushAt: options.flushAt ?? 20,
      flushMs: options.flushMs ?? 2_000,
      onRefused: (count, status) => this._lose(count, "refused", `the server answered ${status}`),
    });
    if (this._consent.isGiven) this._sender.wake();
  }

  /** Something happened. */
  track(event: string, properties?: Properties, options?: CallOptions): void {
    this._guard(() => {
      if (!event) throw new TypeError("track: an event needs a name");
      this._put("track", { event: String(event), properties: properties ?? {} }, options);
    });
  }

  /** From now on everything is this user's; `null` says something about whoever it is. */
  identify(userId: Id | null, traits?: Properties, options?: CallOptions): void {
    this._guard(() => {
      if (userId !== null) this._become(userId, "identify");
      this._put("identify", { traits: traits ?? {} }, options);
    });
  }

  /** A page was looked at. */
  page(name?: string, properties?: Properties, options?: CallOptions): void {
    this._guard(() => this._put("page", named(name, properties), options));
  }

  /** A screen of an app was looked at. */
  screen(name?: string, properties?: Properties, options?: CallOptions): void {
    this._guard(() => this._put("screen", named(name, properties), options));
  }

  /** The user belongs to a company, a team, a family. */
  group(groupId: Id, traits?: Properties, options?: CallOptions): void {
    this._guard(() => {
      if (groupId === "") throw new TypeError("group: a group needs an id");
      this._put("group", { groupId: String(groupId), traits: traits ?? {} }, options);
    });
  }

  /** Two ids are one person: the new one, and the one before it (by default the anonymous one). */
  alias(userId: Id, previousId?: Id, options?: CallOptions): void {
    this._guard(() => {
      const before = previousId ?? this.anonymousId;
      this._identity.userId = check(userId, "alias");
      this._put("alias", { previousId: String(before) }, options);
    });
  }

  /** The user signed out: whoever comes next on this device is somebody else. */
  reset(): void {
    this._guard(() => {
      this._identity.forget();
      endSession(this.store);
    });
  }

  /** The person agreed, or did not. What was held goes out, or away with everything stored. */
  consent(isGiven: boolean): void {
    this._guard(() => {
      const before = isGiven && this._held.length ? this.anonymousId : "";
      this._consent.decide(isGiven);
      const held = this._held;
      this._held = [];
      if (isGiven) {
        // The device may know the person already: what was held is theirs.
        this._enqueue(before ? held.map((text) => text.split(before).join(this.anonymousId)) : held);
        return;
      }
      this._queue.clear();
      this._identity.forget();
      endSession(this.store);
    });
  }

  /** Send now; ends when nothing is under way any more. */
  flush(): Promise<void> {
    return this._consent.isGiven ? this._sender.flush() : Promise.resolve();
  }

  /** The id of this device, which stays until `reset`. */
  get anonymousId(): string {
    return this._identity.anonymousId;
  }

  get userId(): string | undefined {
    return this._identity.userId;
  }

  /** How many messages the server has not confirmed. */
  get waitingCount(): number {
    return this._queue.length + this._held.length;
  }

  /** Whether anything is collected at all: false once the person declined. */
  get isActive(): boolean {
    return !this._consent.isDenied;
  }

  /** Where things may be kept as things stand: nowhere but in memory before consent. */
  get store(): Store {
    return this._consent.store;
  }

  /** For the platform: the network is back. */
  retryNow(): void {
    if (this._consent.isGiven) this._sender.retryNow();
  }

  /** For the platform: the page goes. */
  leave(beacon: (body: string) => boolean): void {
    if (this._consent.isGiven) this._sender.leave(beacon);
  }

  /** For the platform: what another tab left behind. */
  adopt(texts: readonly string[]): void {
    if (this._consent.isGiven) this._enqueue(texts);
  }

  /** For the platform: the page is awake again, and others may have sent what it kept. */
  reload(): void {
    this._queue.reload();
  }

  private get _identity(): Identity {
    return new Identity(this.store);
  }

  private _become(userId: Id, call: string): void {
    const next = check(userId, call);
    const before = this._identity.userId;
    // Another account on the same device: its past is not that of the one before.
    if (before !== undefined && before !== next) this.reset();
    this._identity.userId = next;
  }

  private _put(kind: Kind, fields: Fields, options: CallOptions = {}): void {
    if (this._consent.isDenied) return;
    const now = this._platform.now();
    const arrival: Arrival = this._platform.arrival?.() ?? {};
    const session = touchSession(this.store, now, arrival);
    const context = { ...session.arrival, ...this._platform.context(), sessionId: session.id };
    if (session.isNew && this._platform.sessionProperties) {
      const properties = this._platform.sessionProperties();
      this._pass(this._message("track", { event: "session_start", properties }, context, {}));
    }
    this._pass(this._message(kind, fields, context, options));
  }

  private _message(type: Kind, fields: Fields, context: Context, options: CallOptions): Message {
    const { userId, anonymousId } = this._identity;
    const { identities } = options;
    return {
      type,
      messageId: options.messageId ?? newId(),
      timestamp: new Date(options.timestamp ?? this._platform.now()).toISOString(),
      anonymousId,
      ...(userId !== undefined && { userId }),
      channel: this._platform.channel,
      ...fields,
      context: {
        ...context,
        ...(identities && {
          externalIds: Object.entries(identities).map(([kind, id]) => ({ type: kind, id: String(id) })),
        }),
      },
    };
  }

  private _pass(message: Message): void {
    const { beforeSend } = this._options;
    const passed = beforeSend ? beforeSend(message) : message;
    if (!passed) return;
    const text = writeJson(passed);
    const bytes = countBytes(text);
    if (bytes > MESSAGE_BYTES_MAX) {
      this._lose(
        1,
        "too_large",
        `${passed.event ?? passed.type}: ${bytes} bytes, at most ${MESSAGE_BYTES_MAX}`,
      );
    } else if (this._consent.isGiven) {
      this._enqueue([text]);
    } else if (this._held.push(text) > HELD_MAX) {
      this._held.shift();
      this._lose(1, "queue_full", "no consent yet, and too much to hold");
    }
  }

  private _enqueue(texts: readonly string[]): void {
    const gone = this._queue.add(texts);
    if (gone) this._lose(gone, "queue_full", `${gone} of the oldest messages made room`);
    this._sender.wake();
  }

  private _lose(count: number, code: Problem["code"], message: string): void {
    this._lostCount += count;
    this._tell({ code, message });
  }

  private _bodyOf(texts: readonly string[]): string {
    const { library } = this._platform;
    const head = writeJson({
      writeKey: this._options.writeKey,
      sentAt: new Date(this._platform.now()).toISOString(),
      context: { ...this._platform.batchContext(), library: { ...library, lost: this._lostCount } },
    });
    return `${head.slice(0, -1)},"batch":[${texts.join(",")}]}`;
  }

  private _guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this._tell({ code: "not_an_event", message: error instanceof Error ? error.message : String(error) });
    }
  }

  private _tell(problem: Problem): void {
    try {
      this._options.onError?.(problem);
    } catch {
      // The app's own trouble; it must not become ours.
    }
  }
}

function named(name: string | undefined, properties: Properties | undefined): Fields {
  return { ...(name && { name }), properties: properties ?? {} };
}

function check(id: Id, call: string): string {
  const text = typeof id === "string" || typeof id === "number" ? String(id).trim() : "";
  if (!text || text === "NaN") throw new TypeError(`${call}: an id is a text or a number`);
  return text;
}
