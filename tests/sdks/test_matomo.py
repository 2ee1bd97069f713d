"""Matomo: its client for servers, and requests as its page tracker makes them, in a real browser.

matomo.js itself is in no package registry. So a client of the registry that speaks the tracking API
itself is run in the browser through every fault, and a page sends what the tracker's source says it
sends, in the ways it has (image, fetch, form, beacon, bulk).
"""

from pathlib import Path

import pytest

from tests.sdks.conftest import OpenSite, RunNode, Shop
from tests.sdks.stored import stored_events

NODE = """
import http from "node:http";
import MatomoTracker from "matomo-tracker";
const tracker = new MatomoTracker(process.env.KEY, process.env.HOST + "/matomo.php");
const problems = [];
tracker.on("error", (problem) => problems.push(String(problem)));
const visitor = { _id: "0123456789abcdef", uid: "u1", url: "http://shop.example/a" };
// It tells nobody when an answer came, and never reads one to its end.
const { get } = http;
const answered = new Promise((done) => {
  http.get = (place, said) => get(place, (answer) => { said(answer); answer.resume(); done(); });
});
tracker.track({ ...visitor, action_name: "Home" });
const bulk = await new Promise((done) => tracker.trackBulk([
  { ...visitor, e_c: "Videos", e_a: "Play", e_v: "2" },
  { ...visitor, idgoal: 0, ec_id: "O1", revenue: 12.5, ec_items: JSON.stringify([["s", "n", "c", 12.5, 1]]) },
], done));
if (JSON.parse(bulk).tracked !== 2) throw new Error(bulk);
await answered;
if (problems.length) throw new Error(problems.join());
process.exit(0);
"""


def test_node(shop: Shop, run_node: RunNode) -> None:
    run_node(NODE, HOST=shop.url, KEY=shop.write_key)
    expected = {"page_view": 1, "Play": 1, "order": 1}
    shop.wait_for(expected)
    assert shop.counts() == expected
    events = {each.event: each for each in stored_events(shop)}
    assert events["order"].revenue == 12.5
    assert {("user_id", "u1"), ("anonymous_id", "0123456789abcdef")} <= events["Play"].identities


CALLS = """async ([key, place]) => {
  const hit = (fields) => new URLSearchParams({
    idsite: key, rec: 1, r: String(Math.random()).slice(2, 8), h: 1, m: 2, s: 3, _id: "fedcba9876543210",
    url: location.href, urlref: "", send_image: 0, rand: Math.random(), res: "1280x720", ...fields,
  }).toString();
  const form = { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" };
  const post = (body) => fetch(place, { method: "POST", body, headers: form, keepalive: true });
  const image = new Image();
  image.src = place + "?" + hit({ action_name: "Home", send_image: 1 });
  await image.decode();
  const single = await post(hit({ e_c: "Videos", e_a: "Play" }));
  navigator.sendBeacon(place, new Blob([hit({ link: "http://other.example/" })], { type: form["content-type"] }));
  navigator.sendBeacon(place + "?" + hit({ download: "http://shop.localhost/a.pdf" }));
  const many = [hit({ search: "shoes" }), hit({ idgoal: 0, ec_id: "O1", revenue: 12.5 })];
  const bulk = await post(JSON.stringify({ requests: many.map((each) => "?" + each), send_image: 0 }));
  return [image.width, single.status, bulk.status];
}"""


@pytest.mark.browser
def test_browser(open_site: OpenSite, packages: Path, shop: Shop) -> None:
    page = open_site(packages)
    answers = page.evaluate(CALLS, [shop.write_key, f"{shop.url}/matomo.php"])
    assert answers == [1, 204, 204]
    expected = {"page_view": 1, "Play": 1, "outlink": 1, "download": 1, "search": 1, "order": 1}
    shop.wait_for(expected)
    assert shop.counts() == expected
    events = {each.event: each for each in stored_events(shop)}
    assert len({each.person_id for each in events.values()}) == 1
    view = events["page_view"].context
    assert {name: view.get(name) for name in ("channel", "title", "path", "source")} == {
        "channel": "web",
        "title": "Home",
        "path": "/p/1",
        "source": "weibo",
    }


CLIENT = """async ([key, host]) => {
  const { default: MatomoTracker } = await import("/MatomoTracker.js");
  const tracker = new MatomoTracker({ urlBase: host, siteId: key, userId: "u1" });
  const pause = () => new Promise((done) => setTimeout(done, 200));
  let number = 0;
  // Its promise holds the trouble where there was some: the app keeps what was not taken.
  const insist = async (call) => {
    const userInfo = { _id: "0123456789abcdef", cdt: Math.floor(Date.now() / 1000), rand: ++number };
    for (let tries = 0; tries < 900; tries++) {
      if ((await call(userInfo)) instanceof Response) return;
      await pause();
    }
    throw new Error("it never worked");
  };
  window.play = async (action, count) => {
    for (let value = 1; value <= count; value++) {
      await insist((userInfo) => tracker.trackEvent({ category: "Videos", action, value, userInfo }));
    }
  };
  await insist((userInfo) => tracker.trackScreenView({ name: "Home", userInfo }));
}"""


@pytest.mark.browser
def test_a_client_of_the_registry_in_the_browser(
    open_site: OpenSite, shop: Shop, packages: Path
) -> None:
    page = open_site(packages / "matomo-tracker-react-native" / "src")
    page.evaluate(CLIENT, [shop.write_key, shop.url])
    shop.proxy.fail("refuse", "drop", "drop_answer")
    page.evaluate("play('Play', 20)")
    assert shop.proxy.faults_left == 0
    expected = {"page_view": 1, "Play": 20}
    shop.wait_for(expected)
    assert shop.counts() == expected
    events = [each for each in stored_events(shop) if each.event == "Play"]
    assert {("user_id", "u1"), ("anonymous_id", "0123456789abcdef")} <= events[0].identities
