import type { Snippet } from "./snippets";

/** SDKs that people have: only the host and the key change. */
export const VENDOR_SNIPPETS: Record<string, Snippet[]> = {
  segment: [
    {
      place: "Browser",
      code: (host, key) => `import { AnalyticsBrowser } from "@segment/analytics-next";

const analytics = AnalyticsBrowser.load({ writeKey: "${key}", cdnURL: "${host}" });
analytics.track("Order Done", { revenue: 199, currency: "CNY" });`,
    },
    {
      place: "Node",
      code: (host, key) => `import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({ writeKey: "${key}", host: "${host}" });
analytics.track({ userId: "u42", event: "Order Done", properties: { revenue: 199 } });
await analytics.closeAndFlush();`,
    },
    {
      place: "Python",
      code: (host, key) => `# pip install segment-analytics-python
import segment.analytics as analytics

analytics.write_key = "${key}"
analytics.host = "${host}"
analytics.track("u42", "Order Done", {"revenue": 199})`,
    },
  ],
  rudderstack: [
    {
      place: "Browser",
      code: (host, key) => `import { RudderAnalytics } from "@rudderstack/analytics-js/bundled";

const rudder = new RudderAnalytics();
rudder.load("${key}", "${host}", { configUrl: "${host}", plugins: ["XhrQueue"] });
rudder.track("Order Done", { revenue: 199, currency: "CNY" });`,
    },
    {
      place: "Node",
      code: (host, key) => `import RudderAnalytics from "@rudderstack/rudder-sdk-node";

const client = new RudderAnalytics("${key}", { dataPlaneUrl: "${host}", retryCount: 20 });
client.track({ userId: "u42", event: "Order Done", properties: { revenue: 199 } });`,
    },
    {
      place: "Python",
      code: (host, key) => `# pip install rudder-sdk-python
import rudderstack.analytics as rudder

rudder.write_key = "${key}"
rudder.dataPlaneUrl = "${host}"
rudder.track("u42", "Order Done", {"revenue": 199})`,
    },
  ],
  sensors: [
    {
      place: "Web",
      code: (host, key) => `import sensors from "sa-sdk-javascript";

sensors.init({
  server_url: "${host}/sa?project=default&token=${key}",
  use_client_time: true,
  batch_send: true,
});
sensors.quick("autoTrack");
sensors.track("OrderDone", { amount: 199 });`,
    },
    {
      place: "小程序",
      code: (host, key) => `import sensors from "./sensorsdata.esm.js";

sensors.setPara({ server_url: "${host}/sa?project=default&token=${key}" });
sensors.init();`,
    },
    {
      place: "Android",
      code: (host, key) => `SAConfigOptions options =
    new SAConfigOptions("${host}/sa?project=default&token=${key}");
SensorsDataAPI.startWithConfigOptions(this, options);`,
    },
    {
      place: "iOS",
      code: (host, key) => `SAConfigOptions *options = [[SAConfigOptions alloc]
    initWithServerURL:@"${host}/sa?project=default&token=${key}" launchOptions:launchOptions];
[SensorsAnalyticsSDK startWithConfigOptions:options];`,
    },
    {
      place: "Node",
      code: (host, key) => `import SensorsAnalytics from "sa-sdk-node";

const sa = new SensorsAnalytics();
sa.initNWConsumer({
  url: "${host}/sa?project=default&token=${key}",
  cachePath: "/var/lib/shop", // what could not be sent, until the next start
});
sa.track("u42", "OrderDone", { amount: 199 });`,
    },
    {
      place: "Python",
      code: (host, key) => `# pip install SensorsAnalyticsSDK
from sensorsanalytics import BatchConsumer, SensorsAnalytics

sa = SensorsAnalytics(BatchConsumer("${host}/sa?project=default&token=${key}"))
sa.track("u42", "OrderDone", {"amount": 199}, is_login_id=True)
sa.close()`,
    },
  ],
  posthog: [
    {
      place: "Browser",
      code: (host, key) => `import posthog from "posthog-js";

posthog.init("${key}", { api_host: "${host}" });
posthog.capture("Order Done", { revenue: 199, currency: "CNY" });`,
    },
    {
      place: "Node",
      code: (host, key) => `import { PostHog } from "posthog-node";

const client = new PostHog("${key}", { host: "${host}" });
client.capture({ distinctId: "u42", event: "Order Done", properties: { revenue: 199 } });
await client.shutdown();`,
    },
    {
      place: "Python",
      code: (host, key) => `# pip install posthog
from posthog import Posthog

client = Posthog("${key}", host="${host}", max_retries=10)
client.capture("Order Done", distinct_id="u42", properties={"revenue": 199})`,
    },
  ],
};
