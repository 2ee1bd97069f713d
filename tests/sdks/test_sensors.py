"""The real SDKs of Sensors Analytics, told only another address: nothing lost, nothing double."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sensorsanalytics import (
    AsyncBatchConsumer,
    BatchConsumer,
    DebugConsumer,
    SensorsAnalytics,
    SensorsAnalyticsException,
    SensorsAnalyticsIdentity,
)

from tests.journeys.server import wait_until
from tests.sdks.conftest import OpenSite, RunNode, Shop
from tests.sdks.faults import FaultyProxy
from tests.sdks.stored import stored_events

FAULTS = ("refuse", "drop", "drop_answer")


def address(shop: Shop) -> str:
    """What the SDK is told: the key stands in the address."""
    return f"{shop.url}/sa?project=default&token={shop.write_key}"


def insist(call: Callable[[], object]) -> None:
    """Call until it does not fail, as an app does that keeps what could not be sent."""
    for _ in range(20):
        try:
            call()
        except (SensorsAnalyticsException, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError("it never worked")


def test_python(shop: Shop) -> None:
    sdk = SensorsAnalytics(BatchConsumer(address(shop), max_size=40))
    sdk.track("a1", "Viewed", {"sku": "s1"})
    sdk.track_signup("u1", "a1")
    sdk.profile_set("u1", {"city": "杭州"}, is_login_id=True)
    sdk.profile_increment("u1", {"games": 2}, is_login_id=True)
    sdk.bind(
        SensorsAnalyticsIdentity(SensorsAnalyticsIdentity.LOGIN_ID, "u1"),
        SensorsAnalyticsIdentity(SensorsAnalyticsIdentity.MOBILE, "13800000000"),
    )
    shop.proxy.fail(*FAULTS)
    for number in range(100):
        try:
            sdk.track("u1", "OrderDone", {"number": number, "revenue": 9.9}, is_login_id=True)
        except (SensorsAnalyticsException, OSError):
            insist(sdk.flush)
    insist(sdk.flush)
    assert shop.proxy.faults_left == 0
    shop.wait_for({"Viewed": 1, "$SignUp": 1, "OrderDone": 100, "profile_set": 1, "$BindID": 1})
    assert (
        shop.identities("OrderDone")
        == shop.identities("Viewed")
        >= {
            ("user_id", "u1"),
            ("anonymous_id", "a1"),
            ("phone", "13800000000"),
        }
    )


def test_python_in_the_background_and_in_debug(shop: Shop) -> None:
    sdk = SensorsAnalytics(AsyncBatchConsumer(address(shop), flush_max_time=1, flush_size=7))
    for number in range(30):
        sdk.track("u1", "Async", {"number": number})
    sdk.close()
    SensorsAnalytics(DebugConsumer(address(shop), write_data=False)).track("u1", "Dry", {})
    SensorsAnalytics(DebugConsumer(address(shop))).track("u1", "Debugged", {})
    shop.wait_for({"Async": 30, "Debugged": 1})
    assert "Dry" not in shop.counts()
    assert sum(line.startswith("POST /debug") for line in shop.proxy.seen) == 2


NODE = """
import SensorsAnalytics from "sa-sdk-node";
const sdk = new SensorsAnalytics();
const sent = sdk.submitTo({ url: process.env.ADDRESS, gzip: true }, { count: 20, timeSpan: 100 });
const problems = [];
sent.catch((problem) => problems.push(String(problem)));
for (let number = 0; number < 50; number++) sdk.track("a1", "Viewed", { number, name: "汉字" });
sdk.trackSignup("u1", "a1", {});
sdk.profileSet("u1", { city: "杭州" });
sdk.profileAppend("u1", { films: ["a", "b"] });
sdk.itemSet("book", "1", { price: 12 });
do await new Promise((done) => setTimeout(done, 300));  // the last batch is closed after 100
while (sent.dataQueue.executing);
if (problems.length) throw new Error(problems.join());
process.exit(0);
"""


def test_node(shop: Shop, run_node: RunNode) -> None:
    run_node(NODE, ADDRESS=address(shop))
    expected = {"Viewed": 50, "$SignUp": 1, "profile_set": 1, "profile_append": 1}
    shop.wait_for(expected)
    assert shop.counts() == expected  # an item is nobody's: it stands among what was rejected
    assert {("user_id", "u1"), ("anonymous_id", "a1")} <= shop.identities("Viewed")


# Its `Submitter`, as the vendor's manual shows it, sends a batch once and never again.
GIVES_UP = """
import SensorsAnalytics from "sa-sdk-node";
const sdk = new SensorsAnalytics();
const sent = sdk.submitTo({ url: process.env.ADDRESS }, { count: 10 });
const problems = [];
sent.catch((problem) => problems.push(String(problem)));
for (let batch = 0; batch < 4; batch++) {
  for (let number = 0; number < 10; number++) sdk.track("u1", "Batch" + batch, { number });
}
while (sent.dataQueue.executing) await new Promise((done) => setTimeout(done, 50));
if (problems.length !== 1) throw new Error("told of the first one only, not: " + problems.join());
process.exit(0);
"""
# Its other way keeps in a file what it could not send, until a process begins that knows the file.
KEEPS = """
import SensorsAnalytics from "sa-sdk-node";
const sdk = new SensorsAnalytics();
const sent = sdk.initNWConsumer({ url: process.env.ADDRESS, cachePath: process.env.CACHE }, { count: 10 });
for (let batch = 0; batch < 4; batch++) {
  for (let number = 0; number < 10; number++) sdk.track("u1", "Batch" + batch, { number });
}
while (sent.dataQueue.executing) await new Promise((done) => setTimeout(done, 50));
process.stdin.destroy();
"""
SENDS_WHAT_IS_LEFT = """
import SensorsAnalytics from "sa-sdk-node";
process.stdin.destroy();  // it ends when the file has nothing left
new SensorsAnalytics().initNWConsumer({ url: process.env.ADDRESS, cachePath: process.env.CACHE });
"""
# nedb, the file, is older than Node 23.
OLD_NAMES = """
import util from "node:util";
util.isDate ??= util.types.isDate;
util.isRegExp ??= util.types.isRegExp;
"""


def test_node_sends_once_what_is_submitted(shop: Shop, run_node: RunNode) -> None:
    shop.proxy.fail(*FAULTS)
    run_node(GIVES_UP, ADDRESS=address(shop))
    assert shop.proxy.faults_left == 0
    expected = {"Batch2": 10, "Batch3": 10}  # of the third one only the answer was lost
    shop.wait_for(expected)
    assert shop.counts() == expected


def test_node_loses_nothing_that_it_keeps_in_a_file(
    shop: Shop, run_node: RunNode, tmp_path: Path
) -> None:
    shop.proxy.fail(*FAULTS)
    run_node(OLD_NAMES + KEEPS, ADDRESS=address(shop), CACHE=str(tmp_path))
    assert shop.proxy.faults_left == 0
    run_node(OLD_NAMES + SENDS_WHAT_IS_LEFT, ADDRESS=address(shop), CACHE=str(tmp_path))
    # A batch that was refused is put into the file twice, and sent twice.
    assert sum(line.startswith("POST") for line in shop.proxy.seen) == 4 + 4
    expected = {f"Batch{number}": 10 for number in range(4)}
    shop.wait_for(expected)
    assert shop.counts() == expected


PAGE = """<!doctype html><title>店</title><button id="buy">Buy</button>
<script src="/sensorsdata.min.js"></script>"""
SETTINGS = {
    "image": {"send_type": "image"},
    "ajax": {"send_type": "ajax"},
    "beacon": {"send_type": "beacon"},
    "batch": {"batch_send": {"datasend_timeout": 6000, "send_interval": 300}},
}
CALLS = """([address, settings]) => {
  const sdk = window.sensorsDataAnalytic201505;
  sdk.init({ server_url: address, use_client_time: true, show_log: false,
             heatmap: { clickmap: "default", scroll_notice_map: "not_collect" }, ...settings });
  sdk.quick("autoTrack");
  sdk.track("OrderDone", { amt: 9.9, name: "汉字+/=" });
  sdk.login("u1");
  sdk.setProfile({ city: "杭州" });
  sdk.incrementProfile({ games: 2 });
  sdk.bind("$identity_mobile", "13800000000");
}"""


@pytest.mark.browser
@pytest.mark.parametrize("way", SETTINGS)
def test_browser(open_site: OpenSite, shop: Shop, packages: Path, way: str) -> None:
    if way == "batch":  # the only way that keeps what was not taken
        shop.proxy.fail(*FAULTS)
    page = open_site(packages / "sa-sdk-javascript", PAGE)
    page.evaluate(CALLS, [address(shop), SETTINGS[way]])
    page.click("#buy")
    expected = {
        "page_view": 1,
        "OrderDone": 1,
        "$SignUp": 1,
        "profile_set": 1,
        "profile_increment": 1,
        "$BindID": 1,
        "$WebClick": 1,
    }
    shop.wait_for(expected)
    assert shop.proxy.faults_left == 0
    assert {("user_id", "u1"), ("phone", "13800000000")} <= shop.identities("OrderDone")
    events = {each.event: each for each in stored_events(shop)}
    assert events["OrderDone"].properties["name"] == "汉字+/="
    view = events["page_view"].context
    told = {"channel": "web", "path": "/p/1", "source": "weibo", "campaign": "618", "title": "店"}
    assert {name: view.get(name) for name in told} == told


@pytest.mark.browser
def test_a_browser_that_does_not_batch_sends_once(
    open_site: OpenSite, shop: Shop, packages: Path, more_proxies: Callable[[], FaultyProxy]
) -> None:
    """Image, request and beacon side by side: what was not taken is lost, and only that."""
    singles = [way for way in SETTINGS if way != "batch"]
    for way in singles:
        proxy = more_proxies()
        page = open_site(packages / "sa-sdk-javascript", PAGE)
        place = address(shop).replace(shop.url, proxy.url)
        settings = {"server_url": place, "show_log": False, **SETTINGS[way]}
        page.evaluate("(all) => { sensorsDataAnalytic201505.init(all) }", settings)
        for number in range(4):
            if number < len(FAULTS):
                proxy.fail(FAULTS[number])
            name = f"{way}_{number}"
            page.evaluate("(name) => { sensorsDataAnalytic201505.track(name) }", name)
            wait_until(lambda seen=proxy.seen, made=number + 1: len(events_of(seen)) == made)
        assert proxy.faults_left == 0
    expected = {f"{way}_{number}": 1 for way in singles for number in (2, 3)}
    shop.wait_for(expected)
    assert shop.counts() == expected


def events_of(seen: list[str]) -> list[str]:
    """The requests that carry events: not what a browser asks before one."""
    return [line for line in seen if not line.startswith("OPTIONS")]
