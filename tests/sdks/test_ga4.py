"""Clients of GA4 that the registries have, told only another host: Google gives out none of its own.

One speaks the Measurement Protocol from Node, one what gtag.js speaks, in a page.
"""

from pathlib import Path

import pytest

from tests.journeys.server import wait_until
from tests.sdks.conftest import OpenSite, RunNode, Shop
from tests.sdks.stored import stored_events

FAULTS = ("refuse", "drop", "drop_answer")

# It knows Google's address only, and tells the app how a request ended: the app insists.
NODE = """
const theirs = globalThis.fetch;
globalThis.fetch = (place, all) => theirs(place.replace("https://www.google-analytics.com", process.env.HOST), all);
const { googleAnalytics } = await import("node-google-analytics");
const settings = { cookies: { _ga: "GA1.1.123.456" }, apiSecret: process.env.KEY, measurementId: "G-1" };
const insist = async (event) => {
  for (let tries = 0; tries < 100; tries++) {
    const status = await googleAnalytics(settings, event).catch(() => 0);
    if (status === 204) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("it never worked");
};
for (let number = 0; number < 20; number++) {
  const params = { value: 9.9, currency: "CNY", transaction_id: "T" + number, items: [{ item_id: "s1" }] };
  await insist({ name: "purchase", params, timestamp_micros: Date.now() * 1000 });
}
"""


def test_measurement_protocol_from_node(shop: Shop, run_node: RunNode) -> None:
    shop.proxy.fail(*FAULTS)
    run_node(NODE, HOST=shop.url, KEY=shop.write_key)
    assert shop.proxy.faults_left == 0
    shop.wait_for({"purchase": 20})
    assert shop.counts() == {"purchase": 20}
    events = stored_events(shop)
    assert {(each.revenue, each.currency) for each in events} == {(9.9, "CNY")}
    assert events[0].identities == {("anonymous_id", "GA1.1.123.456")}
    assert {each.properties["transaction_id"] for each in events} == {f"T{n}" for n in range(20)}


PAGE = """<!doctype html><title>Shop</title><script src="/index.js"></script>"""
CALLS = """([key, url]) => {
  window.minimalAnalytics = { analyticsEndpoint: url + "/g/collect" };
  track(key);
}"""
TRACK = """([key, number]) => { track(key, { type: "Tried", event: { "epn.number": number } }) }"""


@pytest.mark.browser
def test_tag_in_a_page(open_site: OpenSite, shop: Shop, packages: Path) -> None:
    """It sends beacons, which nobody repeats: what was not taken is lost, and only that."""
    page = open_site(packages / "@minimal-analytics" / "ga4" / "dist", PAGE)
    page.evaluate(CALLS, [shop.write_key, shop.url])
    shop.wait_for({"page_view": 1})
    for number, fault in enumerate([*FAULTS, ""]):
        shop.proxy.fail(*[fault] if fault else [])
        page.evaluate(TRACK, [shop.write_key, number])
        wait_until(lambda made=number + 2: len(shop.proxy.seen) == made)
    assert shop.proxy.faults_left == 0
    expected = {"page_view": 1, "Tried": 2}
    shop.wait_for(expected)
    assert shop.counts() == expected
    events = stored_events(shop)
    assert [each.properties["number"] for each in events if each.event == "Tried"] == [2, 3]
    view = next(each.context for each in events if each.event == "page_view")
    told = {"channel": "web", "path": "/p/1", "source": "weibo", "campaign": "618", "title": "Shop"}
    assert {name: view.get(name) for name in told} == told
