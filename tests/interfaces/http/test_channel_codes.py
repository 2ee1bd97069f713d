"""Channel codes: followed once by a person, once by a crawler; drawn; never leading elsewhere."""

from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.intake.pipeline import consume_log
from tests.interfaces.conftest import Browser, Shop, as_role

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
)
CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
CODE = {
    "name": "门店海报",
    "target": "https://shop.com/spring?x=1&utm_source=old#top",
    "source": "store",
    "medium": "poster",
    "campaign": "春天",
    "parameters": {"store": "hz-1"},
}
LEADS_TO = (
    "https://shop.com/spring?x=1&utm_source=store&utm_medium=poster"
    "&utm_campaign=%E6%98%A5%E5%A4%A9&store=hz-1#top"
)


@pytest.fixture
def made(owner: Browser, shop: Shop) -> dict[str, Any]:
    answer = owner.post(f"{shop.url}/channel-codes", json=CODE)
    assert answer.status_code == 201, answer.text
    return answer.json()


def follow(server: Any, made: dict[str, Any], agent: str = PHONE, browser: Any = None) -> Any:
    browser = browser or Browser(server)
    return browser.get(urlsplit(made["url"]).path, headers={"user-agent": agent})


def take(app: App, shop: Shop) -> None:
    while consume_log(app.pipeline(shop.project.id), app.log) is not None:
        pass


def counts(owner: Browser, shop: Shop, made: dict[str, Any]) -> dict[str, Any]:
    return owner.get(f"{shop.url}/channel-codes/{made['code_id']}").json()["counts"]


def test_people_are_counted_and_led_on_with_the_channels_words(
    app: App, owner: Browser, shop: Shop, made: dict[str, Any], server: Any
) -> None:
    assert made["leads_to"] == LEADS_TO
    again = Browser(server)
    for browser in (again, again, Browser(server)):
        answer = follow(server, made, browser=browser)
        assert answer.status_code == 302
        assert answer.headers["location"] == LEADS_TO
        assert answer.headers["cache-control"].startswith("no-store")
    assert follow(server, made, CRAWLER).headers["location"] == LEADS_TO
    assert again.request("HEAD", urlsplit(made["url"]).path).status_code == 302
    take(app, shop)
    found = counts(owner, shop, made)
    assert (found["scans"], found["people"], found["bots"]) == (3, 2, 2)
    row = app.facts(shop.project.id).one(
        "SELECT source, medium, campaign, JSONExtractString(properties, 'store'),"
        " JSONExtractString(properties, 'code_name') FROM events LIMIT 1"
    )
    assert row == ("store", "poster", "春天", "hz-1", "门店海报")


def test_the_cookie_makes_the_visitor_known_to_later_events(
    app: App, owner: Browser, shop: Shop, made: dict[str, Any], server: Any
) -> None:
    browser = Browser(server)
    first = follow(server, made, browser=browser)
    assert "SameSite=Lax" in first.headers["set-cookie"]
    assert "set-cookie" not in follow(server, made, browser=browser).headers
    take(app, shop)
    with app.relational.project(shop.project.id) as tx:
        rows = tx.rows("select kind, value from identities")
    assert rows == [("anonymous_id", browser.cookies["sf_anonymous"])]


def test_the_code_is_drawn_for_print_and_for_screens(
    owner: Browser, shop: Shop, made: dict[str, Any]
) -> None:
    one = f"{shop.url}/channel-codes/{made['code_id']}"
    svg = owner.get(f"{one}/qr.svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(svg.text)
    assert root.get("viewBox")
    assert made["url"] in svg.text
    png = owner.get(f"{one}/qr.png", params={"scale": 3})
    assert png.content.startswith(b"\x89PNG")
    assert owner.get(f"{one}/qr.png", params={"scale": 1000}).status_code == 400


def test_what_is_asked_for_in_the_address_leads_nowhere_else(
    server: Any, made: dict[str, Any]
) -> None:
    path = urlsplit(made["url"]).path
    for tail in ("?url=https://evil.test", "?target=//evil.test", "/"):
        answer = Browser(server).get(path + tail, headers={"user-agent": PHONE})
        assert answer.headers["location"] == LEADS_TO


def test_a_closed_or_unknown_code_says_so(
    owner: Browser, shop: Shop, made: dict[str, Any], server: Any
) -> None:
    one = f"{shop.url}/channel-codes/{made['code_id']}"
    closed = owner.request("PATCH", one, json={"state": "closed"})
    assert closed.json()["state"] == "closed"
    for path in (urlsplit(made["url"]).path, "/c/x", "/c/nobody-abc", "/c/a-b/c"):
        assert Browser(server).get(path).status_code == 404


def test_who_cannot_be_recorded_is_led_on_all_the_same(
    app: App, owner: Browser, shop: Shop, made: dict[str, Any], server: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from stayflow.stores.errors import LogFull

    def full(*_: object, **__: object) -> int:
        raise LogFull("full")

    monkeypatch.setattr(app, "emit_page", full)
    assert follow(server, made).headers["location"] == LEADS_TO
    found = counts(owner, shop, made)
    assert (found["scans"], found["not_recorded"]) == (0, 1)


def test_codes_are_changed_listed_and_removed(server: Any, shop: Shop) -> None:
    url = f"{shop.url}/channel-codes"
    assert as_role(server, shop, Role.ANALYST).post(url, json=CODE).status_code == 403
    operator = as_role(server, shop, Role.OPERATOR)
    for change, path in (
        ({"target": "javascript:alert(1)"}, "target"),
        ({"target": "https://a/\r\nx"}, "target"),
        ({"target": "//a/b"}, "target"),
        ({"parameters": {"a b": "x"}}, "parameters.a b"),
        ({"name": ""}, "name"),
        ({"source": "x" * 500}, "source"),
    ):
        answer = operator.post(url, json={**CODE, **change})
        assert answer.status_code == 400, change
        assert answer.json()["path"] == path
    first = operator.post(url, json=CODE).json()
    second = operator.post(url, json={**CODE, "name": "b"}).json()
    assert operator.post(url, json=CODE).status_code == 409
    page = operator.get(url, params={"limit": 1}).json()
    rest = operator.get(url, params={"cursor": page["next"]}).json()
    listed = [each["code_id"] for each in (*page["codes"], *rest["codes"])]
    assert sorted(listed) == sorted([first["code_id"], second["code_id"]])
    changed = operator.request(
        "PATCH", f"{url}/{first['code_id']}", json={"target": "https://shop.com/b"}
    )
    assert changed.json()["leads_to"].startswith("https://shop.com/b?utm_source=store")
    assert changed.json()["url"] == first["url"]
    assert operator.request("DELETE", f"{url}/{first['code_id']}").status_code == 204
    assert operator.get(f"{url}/{first['code_id']}").status_code == 404
