import type { Words } from "../words";
import type { source as zh } from "../zh/source";

export const source: Words<typeof zh> = {
  title: "Sources",
  about:
    "A write key for each source: one for the website, one for the mini-program, one for the server, so that bad data names its origin. An SDK you already have changes only its host and key.",
  new: "New source",
  none: "No sources yet",
  noneHint:
    "Make a source and copy its snippet into your site or app; the first event shows here within seconds.",
  name: "Name",
  sdk: "Sent by",
  sdkNone: "not said",
  received: "Received, 24 h",
  rejected: "Rejected, 24 h",
  lastUsed: "Last used",
  state: "State",
  active: "active",
  revoked: "revoked",
  prefix: "Key begins with",
  secretTitle: "The write key is shown this once, until you leave this page",
  secretGone:
    "Put the write key that was shown when the source was made in place of {{prefix}}…; if it is lost, make a new source.",
  snippet: "Snippet",
  snippetHint:
    "The host is {{host}}. Coming from another system, keep the calls you have and change only what is below.",
  waiting: "Waiting for the first event…",
  waitingHint:
    "Run the code above; an event shows within a second of its arrival. If nothing comes, look at the status codes in the browser's console or the SDK's log.",
  arrived: "Events are coming in",
  follow: "Newest events",
  followAll: "Open the live debugger",
  needsOperator: "Operators and owners see live events.",
  revoke: "Revoke",
  revokeHint: "The key stops working within seconds; programs that send with it get 401. What came in stays.",
  copied: "Copied",
  kind: {
    "stayflow-web": "Stayflow for web and H5",
    "stayflow-mini": "Stayflow for mini-programs",
    "stayflow-python": "Stayflow for Python",
    segment: "Segment",
    rudderstack: "RudderStack",
    sensors: "Sensors Analytics",
    posthog: "PostHog",
    ga4: "GA4 Measurement Protocol",
    matomo: "Matomo",
    ark: "Analysys Ark",
    http: "HTTP, from any language",
  },
};
