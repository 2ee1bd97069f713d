"""Our browser SDK in a real Chromium, on pages of another origin, against a running server.

All tests share one project: every browser has an anonymous id of its own.
"""

import gzip
import json
from collections.abc import Iterator
from secrets import token_hex
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.server import SECONDS, Server, stayflow, wait_until
from tests.sdks.conftest import Shop
from tests.sdks.faults import FaultyProxy
from tests.sdks.site import Site
from tests.sdks.stored import Stored, stored_events, wait_for_events
from tools.house.setup import SERVED

pytestmark = pytest.mark.browser

BYTES_MAX = 10_000
OPENING = ["session_start", "page_view"]


@pytest.fixture(scope="module")
def keys(server: Server) -> dict[str, str]:
    words = ("--zone", "UTC", "--currency", "USD")
    return stayflow(server.data, "project", "create", f"pages{token_hex(4)}", *words)


@pytest.fixture
def shop(server: Server, proxy: FaultyProxy, keys: dict[str, str]) -> Shop:
    return Shop(server, proxy, keys["project"], keys)


@pytest.fixture
def site(shop: Shop) -> Iterator[Site]:
    running = Site(shop)
    yield running
    running.close()


def anonymous_id(page: Page) -> str:
    return next(each["value"] for each in page.context.cookies() if each["name"] == "sf_anonymous")


def flush(page: Page) -> None:
    page.evaluate("stayflow.flush()")


def wait_for(page: Page, shop: Shop, *names: str) -> dict[str, Stored]:
    """The events of this browser, which are those of every visit and these."""
    found = wait_for_events(shop, [*OPENING, *names], anonymous_id(page))
    return {each.event: each for each in found}


def sent_messages(context: BrowserContext) -> list[dict[str, Any]]:
    """Every message that leaves the context from now on."""
    sent: list[dict[str, Any]] = []

    def keep(request: Any) -> None:
        if request.url.endswith("/v1/batch") and request.post_data:
            sent.extend(json.loads(request.post_data)["batch"])

    context.on("request", keep)
    return sent


def load_module(site: Site, options: str) -> None:
    """Instead of the tag."""
    shop = site.shop
    site.attributes = 'data-never="1" type="text/plain"'  # the tag is not run
    site.head = f"""<script type="module">
        import {{ init }} from "{shop.url}/sdk/stayflow.mjs";
        window.stayflow = init({{ writeKey: "{shop.write_key}", host: "{shop.url}/", {options} }});
      </script>"""


@pytest.mark.parametrize("name", ["stayflow.js", "stayflow.mjs"])
def test_the_script_is_small(name: str) -> None:
    script = (SERVED / "sdk" / name).read_bytes()
    assert len(gzip.compress(script, 9)) < BYTES_MAX
    assert b"eval(" not in script
    assert b"new Function" not in script


def test_a_page_view_tells_where_it_came_from(page: Page, site: Site, shop: Shop) -> None:
    path = "/p/1?utm_source=weibo&utm_medium=social&utm_campaign=618"
    site.visit(page, path, referer="https://www.baidu.com/s?wd=%E8%B7%91%E9%9E%8B")
    flush(page)
    stored = wait_for(page, shop)
    told = {
        "channel": "web",
        "source": "weibo",
        "medium": "social",
        "campaign": "618",
        "search_engine": "baidu",
        "keyword": "跑鞋",
        "path": "/p/1",
        "title": "Shop",
        "language": "zh-CN",
        "referrer": "https://www.baidu.com/s?wd=%E8%B7%91%E9%9E%8B",
        "url": site.url + path,
    }
    for each in stored.values():
        assert {name: each.context.get(name) for name in told} == told
        assert each.context["session_id"] == stored["page_view"].context["session_id"]
        assert each.identities == {("anonymous_id", anonymous_id(page))}
    assert stored["session_start"].properties == {"screen_width": 1280, "screen_height": 900}


def test_a_page_that_changes_its_address_is_another_page(
    page: Page, site: Site, shop: Shop
) -> None:
    site.visit(page, "/a")
    page.wait_for_timeout(150)
    page.evaluate("history.pushState({}, '', '/b'); document.title = 'B'")
    page.evaluate("history.replaceState({}, '', '/b')")
    page.wait_for_timeout(150)
    page.evaluate("history.back()")
    page.wait_for_timeout(50)
    flush(page)
    who = anonymous_id(page)
    stored = wait_for_events(shop, [*OPENING, *["page_view", "page_leave"] * 2], who)
    views = [each for each in stored if each.event == "page_view"]
    assert [each.context["path"] for each in views] == ["/a", "/b", "/a"]
    assert views[1].context["title"] == "B"
    assert views[1].context["referrer"] == f"{site.url}/a"
    left = [each for each in stored if each.event == "page_leave"]
    assert [each.context["path"] for each in left] == ["/a", "/b"]
    for each in left:
        assert 100 <= each.properties["visible_ms"] < 1000 * SECONDS
        assert 0 <= each.properties["scroll_ratio"] <= 1


def test_a_click_has_a_path_and_a_place_and_never_what_was_typed(
    page: Page, site: Site, shop: Shop
) -> None:
    site.body = """
        <main id="list"><p>one</p><p>two <b>words</b></p>
        <button style="position:absolute;left:100px;top:200px;width:200px;height:40px">
          Buy <i>now</i> <span data-stayflow-ignore>for Anna</span></button></main>
        <input id="card" value="4111 1111 1111 1111">
        <div data-stayflow-ignore><button id="hidden">secret</button></div>"""
    site.visit(page)
    page.mouse.click(150, 230)
    page.fill("#card", "4242 4242 4242 4242")
    page.click("#card")
    page.click("#hidden")
    page.click("b")
    flush(page)
    found = wait_for_events(shop, [*OPENING, *["element_click"] * 3], anonymous_id(page))
    clicks = [each.properties for each in found if each.event == "element_click"]
    button, card, word = clicks
    told = {
        "element_path": "main#list > button",
        "element_tag": "button",
        "element_text": "Buy now",
        "element_x_ratio": 0.25,
        "element_y_ratio": 0.75,
        "element_width": 200,
        "element_height": 40,
        "page_x": 150,
        "page_y": 230,
        "viewport_width": 1280,
        "viewport_height": 900,
    }
    assert {name: button[name] for name in told} == told
    assert (card["element_path"], card["element_id"]) == ("input#card", "card")
    assert word["element_path"] == "main#list > p:nth-of-type(2) > b"
    assert "element_text" not in word
    everything = json.dumps(clicks)
    for secret in ("4111", "4242", "secret", "Anna"):
        assert secret not in everything


def test_what_waits_goes_out_when_the_page_is_left(page: Page, site: Site, shop: Shop) -> None:
    load_module(site, "flushMs: 3_600_000")
    site.visit(page)
    who = anonymous_id(page)
    page.evaluate("stayflow.track('last_word', {n: 1})")
    page.goto("about:blank")
    wait_for_events(shop, [*OPENING, "last_word", "page_leave"], who)
    assert shop.proxy.seen.count("POST /v1/batch") == 1


@pytest.mark.parametrize("fault", ["refuse", "drop", "drop_answer"])
def test_a_failed_request_is_made_again_and_counted_once(
    page: Page, site: Site, shop: Shop, fault: str
) -> None:
    shop.proxy.fail(fault)
    site.visit(page)
    page.evaluate("for (let n = 0; n < 30; n++) stayflow.track('tried', {n})")
    wait_until(lambda: page.evaluate("stayflow.client.waitingCount") == 0)
    wait_for(page, shop, *["tried"] * 30)
    assert shop.proxy.faults_left == 0


def test_what_could_not_be_sent_waits_for_the_next_page(page: Page, site: Site, shop: Shop) -> None:
    site.attributes = 'data-visible-time="off"'
    shop.proxy.fail(*["refuse"] * 50)
    site.visit(page)
    who = anonymous_id(page)
    page.evaluate("stayflow.track('kept', {n: 1})")
    flush(page)
    sent = sent_messages(page.context)
    page.goto("about:blank")
    shop.proxy.heal()
    site.attributes = 'data-page-views="off" data-visible-time="off"'
    site.visit(page, "/later")
    flush(page)
    wait_for_events(shop, [*OPENING, "kept"], who)
    assert {"session_start", "page_view"} <= {each.get("event", "page_view") for each in sent}, (
        "they were sent again by the next page"
    )


def test_before_consent_nothing_is_stored_or_sent(page: Page, site: Site, shop: Shop) -> None:
    site.attributes = 'data-consent="required"'
    sent = sent_messages(page.context)
    site.visit(page)
    page.evaluate("stayflow.track('before')")
    flush(page)
    page.wait_for_timeout(300)
    assert page.context.cookies() == []
    assert page.evaluate("Object.keys(localStorage)") == []
    page.goto("about:blank")
    site.visit(page)
    assert sent == []
    page.evaluate("stayflow.track('agreed'); stayflow.consent(true)")
    flush(page)
    wait_for(page, shop, "agreed")
    page.evaluate("stayflow.consent(false); stayflow.track('after')")
    assert page.context.cookies() == []
    assert page.evaluate("Object.entries(localStorage)") == [["sf.consent", "no"]]


def test_a_browser_that_says_do_not_track_is_left_alone(page: Page, site: Site) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'doNotTrack', {get: () => '1'})")
    site.attributes = 'data-do-not-track="on"'
    sent = sent_messages(page.context)
    site.visit(page)
    page.evaluate("stayflow.track('secret')")
    flush(page)
    page.goto("about:blank")
    assert sent == []
    assert page.context.cookies() == []


def test_calls_made_before_the_script_came_are_made_good(
    page: Page, site: Site, shop: Shop
) -> None:
    site.head = """<script>window.stayflow = window.stayflow || function () {
        (stayflow.q = stayflow.q || []).push(arguments) };
        stayflow("identify", "u-early", {city: "杭州"});
        stayflow("track", "early", {n: 1});</script>"""
    site.visit(page)
    flush(page)
    stored = wait_for(page, shop, "identify", "early")
    assert ("user_id", "u-early") in stored["page_view"].identities


def test_the_module_works_as_the_script_does(page: Page, site: Site, shop: Shop) -> None:
    keeps = 'clicks: "off", beforeSend: (message) => message.event === "kept back" ? null : message'
    load_module(site, keeps)
    site.visit(page)
    page.evaluate("stayflow.track('kept back'); stayflow.track('by module')")
    flush(page)
    wait_for(page, shop, "by module")


def test_a_message_shows_under_a_strict_policy_and_tells_what_came_of_it(
    page: Page, site: Site, shop: Shop
) -> None:
    site.policy = f"default-src 'none'; script-src {shop.url}; connect-src {shop.url}"
    site.attributes = 'data-clicks="interactive"'
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    site.visit(page)
    site_message = {
        "id": "m1",
        "title": "<b>周年庆</b>",
        "text": "Twenty off",
        "button": {"text": "Look", "url": "javascript:alert(1)"},
    }
    page.evaluate("(message) => { stayflow.showMessage(message) }", site_message)
    dialog = page.get_by_role("dialog", name="<b>周年庆</b>")
    expect(dialog.get_by_text("<b>周年庆</b>")).to_be_visible()
    expect(dialog).to_have_css("position", "fixed")
    assert dialog.get_by_role("link").count() == 0, "no address that runs a script"
    dialog.get_by_role("button", name="Look").click()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    flush(page)
    names = ["web_message_view", "web_message_click", "web_message_close"]
    stored = wait_for(page, shop, *names)
    assert {stored[name].properties["message_id"] for name in names} == {"m1"}
    assert complaints == []


def test_two_tabs_share_the_person_and_the_visit_and_send_nothing_twice(
    page: Page, site: Site, shop: Shop
) -> None:
    site.attributes = 'data-page-views="off" data-visible-time="off"'
    sent = sent_messages(page.context)
    site.visit(page)
    other = page.context.new_page()
    site.visit(other)
    for tab, name in ((page, "first"), (other, "second")):
        tab.evaluate("(name) => stayflow.identify('u-tabs', {tab: name})", name)
        tab.evaluate("(name) => { for (let n = 0; n < 40; n++) stayflow.track(name, {n}) }", name)
    flush(page)
    flush(other)
    names = ["session_start", "identify", "identify", *["first"] * 40, *["second"] * 40]
    stored = wait_for_events(shop, names, anonymous_id(page))
    assert len({each.context["session_id"] for each in stored}) == 1
    assert len({each.person_id for each in stored}) == 1
    ids = [each["messageId"] for each in sent]
    assert len(ids) == len(set(ids)) == len(names)


def test_what_a_closed_tab_left_is_sent_by_one_other_tab(
    page: Page, site: Site, shop: Shop
) -> None:
    site.attributes = 'data-page-views="off" data-visible-time="off" data-clicks="off"'
    shop.proxy.fail(*["refuse"] * 50)
    site.visit(page)
    page.evaluate("stayflow.track('left behind', {n: 1})")
    flush(page)
    who = anonymous_id(page)
    others = [page.context.new_page() for _ in range(2)]
    page.close(run_before_unload=False)
    shop.proxy.heal()
    sent = sent_messages(others[0].context)
    for other in others:
        site.visit(other)
    for other in others:
        flush(other)
    wait_for_events(shop, ["session_start", "left behind"], who)
    assert sorted(each["event"] for each in sent) == ["left behind", "session_start"]
    assert others[0].evaluate("Object.keys(localStorage).filter((k) => k.includes('queue'))") == []


def test_another_campaign_is_another_visit(page: Page, site: Site, shop: Shop) -> None:
    site.attributes = 'data-visible-time="off"'
    for path in ("/?utm_source=a", "/more", "/?utm_source=b"):
        site.visit(page, path)
        flush(page)
    found = wait_for_events(shop, [*OPENING, "page_view", *OPENING], anonymous_id(page))
    views = [each for each in found if each.event == "page_view"]
    assert [each.context["source"] for each in views] == ["a", "a", "b"]
    visits = [each.context["session_id"] for each in views]
    assert visits[0] == visits[1] != visits[2]


def test_signing_in_makes_one_person_and_signing_out_another(
    page: Page, site: Site, shop: Shop
) -> None:
    site.attributes = 'data-visible-time="off"'
    site.visit(page)
    first = anonymous_id(page)
    page.evaluate("""() => {
        stayflow.identify("u-in", {level: 3}, {identities: {phone: "13800000001"}});
        stayflow.reset();
        stayflow.page("After");
    }""")
    flush(page)
    second = anonymous_id(page)
    assert first != second
    wait_for_events(shop, [*OPENING, "identify"], first)
    wait_for_events(shop, OPENING, second)
    known = stored_events(shop, first)[0].identities
    assert known == {("anonymous_id", first), ("user_id", "u-in"), ("phone", "13800000001")}
