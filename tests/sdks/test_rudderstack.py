"""The real SDKs of RudderStack, told only another data plane: nothing lost, nothing double."""

from pathlib import Path

import pytest
from rudderstack.analytics.client import Client

from tests.sdks.conftest import OpenSite, RunNode, Shop
from tests.sdks.stored import stored_events

FAULTS = ("refuse", "drop", "drop_answer")


@pytest.mark.parametrize("gzip", [False, True])
def test_python(shop: Shop, gzip: bool) -> None:
    refused: list[object] = []
    client = Client(
        shop.write_key, host=shop.url, gzip=gzip, on_error=lambda error, _: refused.append(error)
    )
    client.identify("u1", {"plan": "pro"}, anonymous_id="a1")
    client.track("u1", "Odd", {"not a number": float("nan"), "text": "a\x00b"})
    shop.proxy.fail(*FAULTS)
    for number in range(120):
        client.track("u1", "Order Done", {"revenue": 1.5, "number": number})
    client.flush()
    client.join()
    assert refused == []
    assert shop.proxy.faults_left == 0
    expected = {"identify": 1, "Odd": 1, "Order Done": 120}
    shop.wait_for(expected)
    assert shop.counts() == expected


def test_python_with_a_wrong_key_gives_up_at_once(shop: Shop) -> None:
    refused: list[Exception] = []
    client = Client(
        "sfw_wrong", host=shop.url, on_error=lambda error, _: refused.append(error), max_retries=3
    )
    client.track("u1", "Lost")
    client.flush()
    client.join()
    assert [getattr(error, "status", None) for error in refused] == [401]
    assert shop.proxy.seen == ["POST /v1/batch"], "a permanent error is not sent again"


NODE = """
import RudderAnalytics from "@rudderstack/rudder-sdk-node";
const client = new RudderAnalytics(process.env.KEY, {
  dataPlaneUrl: process.env.HOST, flushAt: 20, flushInterval: 200, logLevel: "error",
});
client.identify({ userId: "u1", anonymousId: "a1", traits: { plan: "pro" } });
client.screen({ userId: "u1", name: "Cart", properties: { items: 2 } });
for (let number = 0; number < 58; number++) {
  client.track({ userId: "u1", event: "Order Done", properties: { number } });
}
await client.flush();
while (client.queue.length) await new Promise((done) => setTimeout(done, 100));
"""


def test_node(shop: Shop, run_node: RunNode) -> None:
    shop.proxy.fail(*FAULTS)
    run_node(NODE, HOST=shop.url, KEY=shop.write_key)
    expected = {"identify": 1, "screen_view": 1, "Order Done": 58}
    shop.wait_for(expected)
    assert shop.counts() == expected
    assert shop.proxy.faults_left == 0


LOAD = """([key, url]) => new Promise((ready) => {
  window.sdk = new rudderanalytics.RudderAnalytics();
  sdk.load(key, url, {
    configUrl: url,
    plugins: ["XhrQueue"],
    queueOptions: { minRetryDelay: 100, maxRetryDelay: 500 },
    onLoaded: () => ready(true),
  });
})"""
CALLS = """() => {
  sdk.page("Home");
  sdk.track("Clicked", { button: "buy" });
  sdk.identify("u1", { plan: "pro" });
  sdk.track("Order Done", { revenue: 9.9, currency: "CNY" });
}"""


@pytest.mark.browser
def test_browser(open_site: OpenSite, packages: Path, shop: Shop) -> None:
    place = packages / "@rudderstack" / "analytics-js" / "dist" / "npm" / "modern" / "bundled"
    html = "<!doctype html><title>Shop</title><script src='/index.js'></script>"
    page = open_site(place / "umd", html)
    page.evaluate(LOAD, [shop.write_key, shop.url])
    shop.proxy.fail(*FAULTS)
    page.evaluate(CALLS)
    expected = {"page_view": 1, "Clicked": 1, "identify": 1, "Order Done": 1}
    shop.wait_for(expected)
    assert shop.counts() == expected
    assert shop.proxy.faults_left == 0
    assert any(line.startswith("GET /sourceConfig/") for line in shop.proxy.seen)
    events = {each.event: each for each in stored_events(shop)}
    assert events["page_view"].context["channel"] == "web"
    assert events["page_view"].context["path"] == "/p/1"
    assert len({each.person_id for each in events.values()}) == 1
