import type { Snippet } from "./snippets";

/** Formats that are posted to an address of their own. */
export const OTHER_SNIPPETS: Record<string, Snippet[]> = {
  ga4: [
    {
      place: "curl",
      code: (host, key) => `curl '${host}/mp/collect?measurement_id=G-STAYFLOW&api_secret=${key}' \\
  -H 'Content-Type: application/json' -d '{
  "client_id": "123.456", "user_id": "u42",
  "events": [{"name": "purchase", "params": {"value": 199, "currency": "CNY"}}]
}'`,
    },
  ],
  matomo: [
    {
      place: "HTML",
      code: (host, key) => `<script>
  var _paq = (window._paq = window._paq || []);
  _paq.push(["trackPageView"]);
  _paq.push(["enableLinkTracking"]);
  _paq.push(["setTrackerUrl", "${host}/matomo.php"]);
  _paq.push(["setSiteId", "${key}"]);
</script>
<script async src="/matomo.js"></script>`,
    },
    {
      place: "curl",
      code: (host, key) =>
        `curl '${host}/matomo.php?rec=1&idsite=${key}&uid=u42&action_name=Home&url=https%3A%2F%2Fshop.example%2F&send_image=0'`,
    },
  ],
  ark: [
    {
      place: "Web",
      code: (host, key) => `AnalysysAgent.init({
  appkey: "${key}",
  uploadURL: "${host}",
  sendType: "post",
});
AnalysysAgent.track("OrderDone", { amount: 199 });`,
    },
  ],
  http: [
    {
      place: "curl",
      code: (host, key) => `curl ${host}/v1/batch -u '${key}:' -H 'Content-Type: application/json' -d '{
  "batch": [{
    "type": "track", "event": "Order Done", "userId": "u42",
    "properties": {"revenue": 199, "currency": "CNY"},
    "timestamp": "2026-01-01T08:00:00Z", "messageId": "order-1"
  }]
}'`,
    },
    {
      place: "Java",
      code: (host, key) => `var body = """
    {"batch": [{"type": "track", "event": "Order Done", "userId": "u42"}]}""";
var basic = Base64.getEncoder().encodeToString("${key}:".getBytes());
var request = HttpRequest.newBuilder(URI.create("${host}/v1/batch"))
    .header("Authorization", "Basic " + basic)
    .header("Content-Type", "application/json")
    .POST(HttpRequest.BodyPublishers.ofString(body)).build();
HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());`,
    },
  ],
};
