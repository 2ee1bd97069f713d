import type { Snippet } from "./snippets";

/** Our own SDKs. */
export const OWN_SNIPPETS: Record<string, Snippet[]> = {
  "stayflow-web": [
    {
      place: "HTML",
      code: (host, key) => `<script>
  window.stayflow = window.stayflow || function () { (stayflow.q = stayflow.q || []).push(arguments); };
</script>
<script async src="${host}/sdk/stayflow.js" data-write-key="${key}"></script>

<script>
  stayflow("track", "Order Done", { revenue: 199, currency: "CNY" });
  stayflow("identify", "u42", { city: "杭州" });
</script>`,
    },
    {
      place: "ESM",
      code: (host, key) => `import { init } from "${host}/sdk/stayflow.mjs";

const stayflow = init({ host: "${host}", writeKey: "${key}" });
stayflow.track("Order Done", { revenue: 199, currency: "CNY" });
stayflow.identify("u42", { city: "杭州" });`,
    },
  ],
  "stayflow-mini": [
    {
      place: "app.js",
      code: (host, key) => `// ${host}/sdk/stayflow-mini-program.js → utils/stayflow.js
// request 合法域名 / request domain: ${host}
const { init } = require("./utils/stayflow.js");

const stayflow = init({ host: "${host}", writeKey: "${key}" });

App({
  onLaunch() {
    stayflow.track("Order Done", { revenue: 199, currency: "CNY" });
    stayflow.identify("u42", { city: "杭州" }, { identities: { openid: "o6_bm…" } });
  },
});`,
    },
  ],
  "stayflow-python": [
    {
      place: "Python",
      code: (host, key) => `# pip install stayflow-sdk
from stayflow_sdk import Client

with Client("${key}", host="${host}") as client:
    client.identify("u42", {"city": "杭州"}, anonymous_id="a1")
    client.track("u42", "Order Done", {"revenue": 199, "currency": "CNY"})`,
    },
  ],
};
