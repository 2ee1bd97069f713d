"""A server that is killed under the SDKs of every vendor at once, and started again where it was.

They are told the server's own address: no proxy answers for it while it is gone. Where an SDK gives
up after a while by itself, the test states the setting that makes it wait; `docs/collect/protocols.md`
says which those are.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page
from posthog import Posthog
from rudderstack.analytics.client import Client as RudderStack
from segment.analytics.client import Client as Segment
from sensorsanalytics import BatchConsumer, SensorsAnalytics, SensorsAnalyticsException

from tests.journeys.server import wait_until
from tests.sdks.conftest import OpenSite, RunNode, Shop
from tests.sdks.nodes import Node
from tests.sdks.test_matomo import CLIENT as MATOMO
from tests.sdks.test_posthog import PAGE as POSTHOG_PAGE
from tests.sdks.test_rudderstack import LOAD as RUDDERSTACK
from tests.sdks.test_segment import LOAD as SEGMENT
from tests.sdks.test_sensors import OLD_NAMES, SENDS_WHAT_IS_LEFT, address, insist
from tests.sdks.test_sensors import PAGE as SENSORS_PAGE

COUNT = 20  # events of each SDK before the end and after it

# Each line of the module: one SDK, and how it is asked to wait longer than by itself.
NODE = """
import { Analytics } from "@segment/analytics-node";
import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { PostHog } from "posthog-node";
import SensorsAnalytics from "sa-sdk-node";
const { KEY, HOST, ADDRESS, CACHE, COUNT } = process.env;
const segment = new Analytics({ writeKey: KEY, host: HOST, flushAt: 7, flushInterval: 100 });
const rudder = new RudderAnalytics(KEY, {
  dataPlaneUrl: HOST, flushAt: 7, flushInterval: 100, logLevel: "none", retryCount: 600,
  axiosRetryConfig: { retryDelay: () => 500 },
});
const posthog = new PostHog(KEY, { host: HOST, flushAt: 7, flushInterval: 100, fetchRetryCount: 600, fetchRetryDelay: 500 });
const sensors = new SensorsAnalytics();
sensors.initNWConsumer({ url: ADDRESS, cachePath: CACHE }, { count: 7, timeSpan: 100 });

const play = (when) => {
  for (let number = 0; number < COUNT; number++) {
    segment.track({ userId: "u1", event: when + "_segment_node", properties: { number } });
    rudder.track({ userId: "u1", event: when + "_rudder_node", properties: { number } });
    posthog.capture({ distinctId: "u1", event: when + "_posthog_node", properties: { number } });
    sensors.track("u1", when + "_sensors_node", { number });
  }
};
play("before");
await told("before");
play("after");
await told("after");
await Promise.all([segment.closeAndFlush({ timeout: 200000 }), posthog.shutdown(200000), drained()]);
process.exit(0);

async function drained() {
  while (rudder.queue.length) await new Promise((done) => setTimeout(done, 100));
  await rudder.flush();
}
"""


@dataclass(frozen=True)
class InPage:
    """A browser's SDK: how it is begun, and how an event of a name is made with a number."""

    begin: Callable[[OpenSite, Path, Shop], Page]
    track: str


def _posthog(open_site: OpenSite, packages: Path, shop: Shop) -> Page:
    page = open_site(packages / "posthog-js" / "dist", POSTHOG_PAGE)
    settings = {
        "api_host": shop.server.url,
        "opt_out_useragent_filter": True,
        "request_queue_config": {"flush_interval_ms": 250},
    }
    page.evaluate("([key, all]) => { posthog.init(key, all) }", [shop.write_key, settings])
    return page


def _segment(open_site: OpenSite, packages: Path, shop: Shop) -> Page:
    html = "<!doctype html><script src='/index.js'></script>"
    page = open_site(packages / "@segment" / "analytics-next" / "dist" / "umd", html)
    page.evaluate(SEGMENT, [shop.write_key, shop.server.url, {}])
    return page


def _rudderstack(open_site: OpenSite, packages: Path, shop: Shop) -> Page:
    place = packages / "@rudderstack" / "analytics-js" / "dist" / "npm" / "modern" / "bundled"
    page = open_site(place / "umd", "<!doctype html><script src='/index.js'></script>")
    page.evaluate(RUDDERSTACK, [shop.write_key, shop.server.url])
    return page


def _sensors(open_site: OpenSite, packages: Path, shop: Shop) -> Page:
    page = open_site(packages / "sa-sdk-javascript", SENSORS_PAGE)
    place = f"{shop.server.url}/sa?project=default&token={shop.write_key}"
    settings = {"server_url": place, "show_log": False, "batch_send": {"send_interval": 300}}
    page.evaluate("(all) => { sensorsDataAnalytic201505.init(all) }", settings)
    return page


def _matomo(open_site: OpenSite, packages: Path, shop: Shop) -> Page:
    page = open_site(packages / "matomo-tracker-react-native" / "src")
    page.evaluate(MATOMO, [shop.write_key, shop.server.url])
    return page


IN_PAGES = {
    "posthog_js": InPage(_posthog, "posthog.capture(name, { number })"),
    "segment_js": InPage(_segment, "analytics.track(name, { number })"),
    "rudder_js": InPage(_rudderstack, "sdk.track(name, { number })"),
    "sensors_js": InPage(_sensors, "sensorsDataAnalytic201505.track(name, { number })"),
    "matomo_js": InPage(_matomo, "number || play(name, count)"),
}


class InPython:
    """The Python SDKs, in this process."""

    def __init__(self, shop: Shop) -> None:
        self.problems: list[object] = []

        def keep(error: object, _: object) -> None:
            self.problems.append(error)

        url = shop.server.url
        self._segment = Segment(shop.write_key, host=url, upload_size=7, on_error=keep)
        self._rudder = RudderStack(shop.write_key, host=url, upload_size=7, on_error=keep)
        self._posthog = Posthog(
            shop.write_key, host=url, flush_at=7, flush_interval=0.1, max_retries=10, on_error=keep
        )
        place = f"{url}/sa?project=default&token={shop.write_key}"
        self._sensors = SensorsAnalytics(BatchConsumer(place, max_size=50))

    def play(self, when: str) -> None:
        for number in range(COUNT):
            told = {"number": number}
            self._segment.track("u1", f"{when}_segment_python", told)
            self._rudder.track("u1", f"{when}_rudder_python", told)
            self._posthog.capture(f"{when}_posthog_python", distinct_id="u1", properties=told)
            self._sensors.track("u1", f"{when}_sensors_python", told)

    def send(self) -> None:
        """All of them, to the end."""
        insist(self._sensors.flush)
        for client in (self._segment, self._rudder, self._posthog):
            client.flush()

    def fail(self) -> None:
        """The one that has no thread of its own says what happens, and keeps its events."""
        with pytest.raises((SensorsAnalyticsException, OSError)):
            self._sensors.flush()

    def end(self) -> None:
        for client in (self._segment, self._rudder, self._posthog):
            client.join()


@contextmanager
def in_node(shop: Shop, cache: Path) -> Iterator[Node]:
    told = {"KEY": shop.write_key, "HOST": shop.server.url, "COUNT": str(COUNT)}
    with Node(
        OLD_NAMES + NODE, **told, ADDRESS=_sensors_address(shop), CACHE=str(cache)
    ) as process:
        process.wait_for("before")
        yield process


def _sensors_address(shop: Shop) -> str:
    return address(shop).replace(shop.url, shop.server.url)


def play_in(pages: dict[str, Page], when: str) -> None:
    for name, page in pages.items():
        calls = f"for (let number = 0; number < count; number++) {IN_PAGES[name].track}"
        script = f"([name, count]) => {{ {calls} }}"
        page.evaluate(script, [f"{when}_{name}", COUNT])


def hold(pages: dict[str, Page]) -> None:
    """From now on, time passes in the pages when it is told to."""
    for page in pages.values():
        page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)


def play_in_vain(pages: dict[str, Page], when: str) -> None:
    """Until each of them has had a request fail, and no later: some give up after a third."""
    broken: set[str] = set()
    for name, page in pages.items():
        page.on("requestfailed", lambda _, name=name: broken.add(name))
    play_in(pages, when)

    def have_failed() -> bool:
        for name, page in pages.items():
            if name not in broken:
                page.clock.run_for(250)
        return broken == set(pages)

    wait_until(have_failed, what="each page to meet the end")


def go_on(pages: dict[str, Page]) -> None:
    """Whoever waits for its next try has waited long enough."""
    for page in pages.values():
        page.clock.fast_forward(60_000)
        page.clock.resume()


@pytest.mark.browser
def test_nothing_is_lost_and_nothing_double_over_a_restart(
    shop: Shop, open_site: OpenSite, packages: Path, run_node: RunNode, tmp_path: Path
) -> None:
    opening = partial(open_site, own_time=True)
    pages = {name: each.begin(opening, packages, shop) for name, each in IN_PAGES.items()}
    python = InPython(shop)
    in_node_too = ("segment_node", "rudder_node", "posthog_node", "sensors_node")
    in_python = ("segment_python", "rudder_python", "posthog_python", "sensors_python")
    clients = (*pages, *in_node_too, *in_python)
    with in_node(shop, tmp_path) as node:
        play_in(pages, "before")
        python.play("before")
        python.send()
        shop.wait_for({f"before_{client}": COUNT for client in clients})
        hold(pages)
        shop.server.kill()
        node.go_on()
        node.wait_for("after")
        play_in_vain(pages, "after")
        python.play("after")
        python.fail()
        shop.server.start()
        go_on(pages)
        node.go_on()
        python.send()
        python.end()
        node.end()
    run_node(OLD_NAMES + SENDS_WHAT_IS_LEFT, ADDRESS=_sensors_address(shop), CACHE=str(tmp_path))
    shop.wait_for({f"after_{client}": COUNT for client in clients})
    assert python.problems == []
    assert {name: shop.counts()[f"before_{name}"] for name in clients} == dict.fromkeys(
        clients, COUNT
    )
