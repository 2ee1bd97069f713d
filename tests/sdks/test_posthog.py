"""The real SDKs of PostHog, told only another host: nothing lost, nothing double, whatever fails."""

from collections.abc import Callable
from pathlib import Path

import pytest
from posthog import Posthog

from tests.sdks.conftest import OpenSite, RunNode, Shop
from tests.sdks.faults import FaultyProxy
from tests.sdks.stored import stored_events

FAULTS = ("refuse", "drop", "drop_answer")


@pytest.mark.parametrize("gzip", [False, True])
def test_python(shop: Shop, gzip: bool) -> None:
    problems: list[object] = []
    client = Posthog(
        shop.write_key,
        host=shop.url,
        gzip=gzip,
        flush_at=50,
        flush_interval=0.1,
        on_error=lambda error, _: problems.append(error),
    )
    client.capture("Viewed", distinct_id="a1", properties={"sku": "s1"})
    client.alias("a1", "u1")
    client.set(distinct_id="u1", properties={"email": "u1@example.com"})
    shop.proxy.fail(*FAULTS)
    for number in range(200):
        client.capture(
            "Order Done", distinct_id="u1", properties={"number": number, "revenue": 9.9}
        )
    client.shutdown()
    assert problems == []
    assert shop.proxy.faults_left == 0
    shop.wait_for({"Viewed": 1, "$create_alias": 1, "$set": 1, "Order Done": 200})
    assert (
        shop.identities("Order Done")
        == shop.identities("Viewed")
        >= {
            ("user_id", "u1"),
            ("distinct_id", "u1"),
            ("distinct_id", "a1"),
        }
    )


NODE = """
import { PostHog } from "posthog-node";
const client = new PostHog(process.env.KEY, {
  host: process.env.HOST, flushAt: 20, flushInterval: 100, fetchRetryDelay: 100, fetchRetryCount: 6,
});
const problems = [];
client.on("error", (problem) => problems.push(String(problem)));
client.capture({ distinctId: "a1", event: "Viewed" });
client.alias({ distinctId: "a1", alias: "u1" });
client.identify({ distinctId: "u1", properties: { email: "u1@example.com", $set_once: { first: 1 } } });
client.groupIdentify({ groupType: "company", groupKey: "c1", properties: { name: "Acme" } });
for (let number = 0; number < 60; number++) {
  client.capture({ distinctId: "u1", event: "Order Done", properties: { number } });
}
await client.shutdown(200000);
if (problems.length) throw new Error(problems.join());
"""


def test_node(shop: Shop, run_node: RunNode) -> None:
    shop.proxy.fail(*FAULTS)
    run_node(NODE, HOST=shop.url, KEY=shop.write_key)
    assert shop.proxy.faults_left == 0
    expected = {"Viewed": 1, "$create_alias": 1, "$identify": 1, "Order Done": 60}
    shop.wait_for(expected)
    assert shop.counts() == expected  # a group is nobody: it stands among what was rejected
    assert {("user_id", "u1"), ("distinct_id", "a1")} <= shop.identities("Viewed")


PAGE = """<!doctype html><title>Shop</title><button id="buy">Buy</button>
<script src="/array.full.no-external.js"></script>"""
CALLS = """([key, url, user, settings]) => {
  window.posthog.init(key, { api_host: url, opt_out_useragent_filter: true, ...settings });
  window.posthog.capture("Viewed", { name: "汉字" });
  window.posthog.identify(user, { email: user + "@example.com" }, { first: "x" });
  window.posthog.setPersonProperties({ plan: "pro" });
  window.posthog.capture("Order Done", { revenue: 9.9, currency: "CNY" });
}"""
# Clicks are listened to once the server has said that it wants them, and not before.
LISTENS = "posthog.get_property('$autocapture_disabled_server_side') === false"


@pytest.mark.browser
def test_browser(
    open_site: OpenSite, shop: Shop, packages: Path, more_proxies: Callable[[], FaultyProxy]
) -> None:
    """Two browsers side by side, each with a request of every fault: it is sent again after seconds."""
    ways = {"compressed": {}, "plain": {"disable_compression": True}}
    proxies = {way: more_proxies() for way in ways}
    for way, settings in ways.items():
        proxies[way].fail(*FAULTS)
        page = open_site(packages / "posthog-js" / "dist", PAGE)
        page.evaluate(CALLS, [shop.write_key, proxies[way].url, way, settings])
        page.wait_for_function(LISTENS)
        page.click("#buy")
    expected = {"page_view": 2, "Viewed": 2, "$identify": 2, "$set": 2, "Order Done": 2}
    shop.wait_for({**expected, "$autocapture": 2})
    for proxy in proxies.values():
        assert proxy.faults_left == 0
        assert f"GET /array/{shop.write_key}/config" in proxy.seen
    for way in ways:
        events = {each.event: each for each in stored_events(shop, way)}
        assert len({each.person_id for each in events.values()}) == 1
        assert ("user_id", way) in events["Viewed"].identities
        assert (events["Order Done"].revenue, events["Order Done"].currency) == (9.9, "CNY")
        view = events["page_view"].context
        told = {"channel": "web", "path": "/p/1", "source": "weibo", "campaign": "618"}
        assert {name: view.get(name) for name in told} == told
        assert view["title"] == "Shop"


@pytest.mark.browser
def test_what_a_closing_page_has_left_arrives(
    open_site: OpenSite, shop: Shop, packages: Path
) -> None:
    page = open_site(packages / "posthog-js" / "dist", PAGE)
    page.evaluate(CALLS, [shop.write_key, shop.url, "u1", {}])
    page.goto("about:blank")
    shop.wait_for({"Viewed": 1, "Order Done": 1, "$pageleave": 1})
