"""The real SDKs of PostHog, told only another host: nothing lost, nothing double, whatever fails."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route
from posthog import Posthog

from tests.sdks.conftest import RunNode, Shop
from tests.sdks.stored import stored_events

FAULTS = ("refuse", "drop", "drop_answer")


def identities(shop: Shop, event: str) -> set[tuple[str, str]]:
    (person,) = shop.people({"did": {"event": event}})
    return {(each["kind"], each["value"]) for each in person["identities"]}


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
        identities(shop, "Order Done")
        == identities(shop, "Viewed")
        >= {
            ("user_id", "u1"),
            ("distinct_id", "u1"),
            ("distinct_id", "a1"),
        }
    )


def test_python_over_a_restart(shop: Shop) -> None:
    problems: list[object] = []
    client = Posthog(
        shop.write_key,
        host=shop.url,
        flush_at=7,
        flush_interval=0.1,
        max_retries=10,
        on_error=lambda error, _: problems.append(error),
    )
    for number in range(30):
        client.capture("Before", distinct_id="u1", properties={"number": number})
    client.flush()
    shop.server.kill()
    for number in range(30):
        client.capture("After", distinct_id="u1", properties={"number": number})
    shop.server.start()
    client.shutdown()
    assert problems == []
    shop.wait_for({"Before": 30, "After": 30})


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
await client.shutdown(30000);
if (problems.length) throw new Error(problems.join());
"""


def test_node(shop: Shop, run_node: RunNode) -> None:
    shop.proxy.fail(*FAULTS)
    run_node(NODE, HOST=shop.url, KEY=shop.write_key)
    assert shop.proxy.faults_left == 0
    expected = {"Viewed": 1, "$create_alias": 1, "$identify": 1, "Order Done": 60}
    shop.wait_for(expected)
    assert shop.counts() == expected  # a group is nobody: it stands among what was rejected
    assert {("user_id", "u1"), ("distinct_id", "a1")} <= identities(shop, "Viewed")


SCRIPT = "array.full.no-external.js"
PAGE = f"""<!doctype html><title>Shop</title><button id="buy">Buy</button>
<script src="/{SCRIPT}"></script>"""
CALLS = """([key, url, settings]) => {
  window.posthog.init(key, { api_host: url, opt_out_useragent_filter: true, ...settings });
  window.posthog.capture("Viewed", { name: "汉字" });
  window.posthog.identify("u1", { email: "u1@example.com" }, { first: "x" });
  window.posthog.setPersonProperties({ plan: "pro" });
  window.posthog.capture("Order Done", { revenue: 9.9, currency: "CNY" });
}"""


@pytest.fixture
def site(page: Page, packages: Path) -> Page:
    """A page of another origin that loads the SDK of the npm package."""

    def serve(route: Route) -> None:
        if route.request.url.endswith(".js"):
            script = packages / "posthog-js" / "dist" / SCRIPT
            route.fulfill(path=script, content_type="text/javascript")
        else:
            route.fulfill(status=200, body=PAGE, content_type="text/html; charset=utf-8")

    page.context.route("http://shop.localhost/**", serve)
    page.goto("http://shop.localhost/p/1?utm_source=weibo&utm_campaign=618")
    return page


@pytest.mark.browser
@pytest.mark.parametrize("way", ["compressed", "plain"])
def test_browser(site: Page, shop: Shop, way: str) -> None:
    settings = {} if way == "compressed" else {"disable_compression": True}
    if way == "compressed":  # a failed request is sent again after three seconds
        shop.proxy.fail("refuse", "drop_answer")
    site.evaluate(CALLS, [shop.write_key, shop.url, settings])
    site.click("#buy")
    expected = {"page_view": 1, "Viewed": 1, "$identify": 1, "$set": 1, "Order Done": 1}
    shop.wait_for({**expected, "$autocapture": 1})
    assert shop.proxy.faults_left == 0
    assert f"GET /array/{shop.write_key}/config" in shop.proxy.seen
    events = {each.event: each for each in stored_events(shop)}
    assert len({each.person_id for each in events.values()}) == 1
    assert ("user_id", "u1") in events["Viewed"].identities
    assert (events["Order Done"].revenue, events["Order Done"].currency) == (9.9, "CNY")
    view = events["page_view"].context
    told = {"channel": "web", "path": "/p/1", "source": "weibo", "campaign": "618", "title": "Shop"}
    assert {name: view.get(name) for name in told} == told


@pytest.mark.browser
def test_what_a_closing_page_has_left_arrives(site: Page, shop: Shop) -> None:
    site.evaluate(CALLS, [shop.write_key, shop.url, {}])
    site.goto("about:blank")
    shop.wait_for({"Viewed": 1, "Order Done": 1, "$pageleave": 1})
