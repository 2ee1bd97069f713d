"""The real SDKs of Segment, told only another host: nothing lost, nothing double, whatever fails."""

from pathlib import Path

import httpx
import pytest
from segment.analytics.client import Client

from tests.journeys.server import SECONDS
from tests.sdks.conftest import OpenSite, RunNode, Shop
from tests.sdks.stored import stored_events

FAULTS = ("refuse", "drop", "drop_answer")


@pytest.mark.parametrize("gzip", [False, True])
def test_python(shop: Shop, gzip: bool) -> None:
    refused: list[object] = []
    client = Client(
        shop.write_key,
        host=shop.url,
        gzip=gzip,
        on_error=lambda error, batch: refused.append((error, len(batch))),
    )
    client.track(anonymous_id="a1", event="Viewed", properties={"sku": "s1"})
    client.identify("u1", anonymous_id="a1", traits={"email": "u1@example.com", "age": 30})
    shop.proxy.fail(*FAULTS)
    for number in range(250):
        client.track("u1", "Order Done", {"revenue": 9.9, "number": number})
    client.flush()
    client.join()
    assert refused == []
    assert shop.proxy.faults_left == 0
    shop.wait_for({"Viewed": 1, "identify": 1, "Order Done": 250})
    assert shop.identities("Viewed") == {("user_id", "u1"), ("anonymous_id", "a1")}


NODE = """
import { Analytics } from "@segment/analytics-node";
const analytics = new Analytics({ writeKey: process.env.KEY, host: process.env.HOST, flushAt: 20 });
const problems = [];
analytics.on("error", (problem) => problems.push(problem));
analytics.identify({ userId: "u1", anonymousId: "a1", traits: { plan: "pro", size: 3 } });
analytics.page({ userId: "u1", name: "Home", properties: { url: "https://shop.example/" } });
analytics.group({ userId: "u1", groupId: "g1", traits: { seats: 5 } });
analytics.alias({ previousId: "a0", userId: "u1" });
for (let number = 0; number < 60; number++) {
  analytics.track({ userId: "u1", event: "Order Done", properties: { number, revenue: 1.5 } });
}
await analytics.closeAndFlush({ timeout: 200000 });
if (problems.length) throw new Error(JSON.stringify(problems));
"""


def test_node(shop: Shop, run_node: RunNode) -> None:
    shop.proxy.fail(*FAULTS)
    run_node(NODE, HOST=shop.url, KEY=shop.write_key)
    assert shop.proxy.faults_left == 0
    expected = {"identify": 1, "page_view": 1, "group": 1, "alias": 1, "Order Done": 60}
    shop.wait_for(expected)
    assert shop.counts() == expected
    everybody = {("user_id", "u1"), ("anonymous_id", "a1"), ("anonymous_id", "a0")}
    assert shop.identities("alias") == everybody


PAGE = "<!doctype html><title>Shop</title><script src='/index.js'></script>"
LOAD = """([key, url, strategy]) => {
  const settings = { writeKey: key, cdnURL: url };
  const options = { integrations: { "Segment.io": { protocol: "http", deliveryStrategy: strategy } } };
  window.analytics = window.AnalyticsNext.AnalyticsBrowser.load(settings, options);
}"""
CALLS = """() => {
  analytics.page("Home");
  analytics.track("Clicked", { button: "buy" });
  analytics.identify("u1", { plan: "pro" });
  analytics.track("Order Done", { revenue: 9.9, currency: "CNY" });
}"""


@pytest.mark.browser
@pytest.mark.parametrize("way", ["one by one", "batching"])
def test_browser(open_site: OpenSite, shop: Shop, packages: Path, way: str) -> None:
    page = open_site(packages / "@segment" / "analytics-next" / "dist" / "umd", PAGE)
    batching = {"strategy": "batching", "config": {"size": 4, "timeout": 200}}
    page.evaluate(LOAD, [shop.write_key, shop.url, batching if way == "batching" else {}])
    shop.proxy.fail(*FAULTS)
    page.evaluate(CALLS)
    expected = {"page_view": 1, "Clicked": 1, "identify": 1, "Order Done": 1}
    shop.wait_for(expected)
    assert shop.counts() == expected
    assert shop.proxy.faults_left == 0
    assert f"GET /v1/projects/{shop.write_key}/settings" in shop.proxy.seen
    sent_to = "POST /v1/b" if way == "batching" else "POST /v1/p"
    assert sent_to in shop.proxy.seen
    events = {each.event: each for each in stored_events(shop)}
    view = events["page_view"].context
    told = {"channel": "web", "path": "/p/1", "source": "weibo", "campaign": "618", "title": "Shop"}
    assert {name: view.get(name) for name in told} == told
    assert (events["Order Done"].revenue, events["Order Done"].currency) == (9.9, "CNY")
    assert len({each.person_id for each in events.values()}) == 1


def test_a_body_of_50_mb_is_refused_and_the_rest_unharmed(shop: Shop) -> None:
    place, auth = f"{shop.server.url}/v1/batch", (shop.write_key, "")
    large = b'{"batch":[' + b" " * 50_000_000 + b"]}"
    answer = httpx.post(place, content=large, auth=auth, timeout=SECONDS)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    good = {"batch": [{"type": "track", "event": "Viewed", "userId": "u1"}, {"type": "track"}]}
    answer = httpx.post(place, json=good, auth=auth, timeout=SECONDS)
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    shop.wait_for({"Viewed": 1})
