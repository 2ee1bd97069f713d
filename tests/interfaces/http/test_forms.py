"""Forms: made over the API, filled in on a public page, guarded against programs, recorded as events."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from stayflow.access import Role
from stayflow.app import App, Stores, assemble
from stayflow.intake.pipeline import consume_log
from stayflow.interfaces.http.visitor import Pace
from stayflow.kernel.clock import FixedClock
from tests.conftest import Engines
from tests.interfaces.conftest import Browser, Shop, as_role

FORM = {
    "name": "试用",
    "title": "申请试用",
    "title_en": "Ask for a trial",
    "fields": [
        {"name": "email", "label": "邮箱", "label_en": "E-mail", "type": "email",
         "is_required": True, "identity": "email", "attribute": "email"},
        {"name": "size", "label": "规模", "type": "choice", "options": ["小", "大"],
         "attribute": "company_size"},
        {"name": "seats", "label": "人数", "type": "number"},
        {"name": "note", "label": "备注 <b>", "type": "paragraph"},
    ],
    "consent": "我同意被联系",
}  # fmt: skip
GOOD = {"email": "Li@Example.com", "size": "大", "seats": "12", "note": "你好", "consent": "on"}


@pytest.fixture
def app(engines: Engines) -> App:
    """Like the others' application, with a clock of its own to turn."""
    stores = Stores(engines.folder, engines.relational, engines.warehouse, engines.log)
    return assemble(engines.settings, stores, FixedClock(engines.clock.now()))


@pytest.fixture
def made(owner: Browser, shop: Shop) -> dict[str, Any]:
    answer = owner.post(f"{shop.url}/forms", json=FORM)
    assert answer.status_code == 201, answer.text
    return answer.json()


def path_of(made: dict[str, Any]) -> str:
    return urlsplit(made["url"]).path


def hidden(page: httpx.Response) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def action(page: httpx.Response) -> str:
    found = re.search(r'<form method="post" action="([^"]+)"', page.text)
    assert found
    return unescape(found[1])


def fill_in(
    app: App, browser: Browser, page: httpx.Response, seconds: int = 20, **more: str
) -> httpx.Response:
    """Send what a page asks for, some time later."""
    app.clock.advance(timedelta(seconds=seconds))
    return browser.post(action(page), data={**hidden(page), **GOOD, **more})


def stored(app: App, shop: Shop) -> list[tuple[Any, ...]]:
    while consume_log(app.pipeline(shop.project.id), app.log) is not None:
        pass
    return (
        app.facts(shop.project.id)
        .query(
            "SELECT person_id, properties, source, campaign, url FROM events"
            " WHERE event = 'form.submitted' ORDER BY time"
        )
        .rows
    )


def counts(owner: Browser, shop: Shop, made: dict[str, Any]) -> dict[str, int]:
    return owner.get(f"{shop.url}/forms/{made['form_id']}").json()["counts"]


def test_a_submission_becomes_an_event_with_identities_and_attributes(
    app: App, owner: Browser, shop: Shop, made: dict[str, Any], server: Any
) -> None:
    visitor = Browser(server)
    page = visitor.get(f"{path_of(made)}?utm_source=wechat&utm_campaign=spring")
    assert page.status_code == 200
    thanks = fill_in(app, visitor, page)
    assert thanks.status_code == 200
    assert "已收到" in thanks.text
    ((person, properties, source, campaign, url),) = stored(app, shop)
    assert '"size":"大"' in properties.replace(": ", ":")
    assert '"seats":12' in properties.replace(": ", ":")
    assert (source, campaign) == ("wechat", "spring")
    assert url.endswith("utm_source=wechat&utm_campaign=spring")
    profile = owner.get(f"{shop.url}/people/{person}").json()
    known = {each["kind"]: each["value"] for each in profile["identities"]}
    assert known["email"].lower() == "li@example.com"
    assert known["anonymous_id"] == visitor.cookies["sf_anonymous"]
    assert {each["name"]: each["value"] for each in profile["attributes"]}["company_size"] == "大"
    assert counts(owner, shop, made)["submitted"] == 1


def test_sent_twice_it_is_one_event(
    app: App, shop: Shop, made: dict[str, Any], server: Any
) -> None:
    visitor = Browser(server)
    page = visitor.get(path_of(made))
    fill_in(app, visitor, page)
    fill_in(app, visitor, page)
    assert len(stored(app, shop)) == 1


def test_programs_are_thanked_and_forgotten(
    app: App, owner: Browser, shop: Shop, made: dict[str, Any], server: Any
) -> None:
    visitor = Browser(server)
    page = visitor.get(path_of(made))
    assert fill_in(app, visitor, page, website="http://spam.test").status_code == 200
    assert fill_in(app, visitor, visitor.get(path_of(made)), seconds=1).status_code == 200
    forged = fill_in(app, visitor, page, token="1.x.y")
    assert forged.status_code == 409
    other = owner.post(f"{shop.url}/forms", json={**FORM, "name": "other"}).json()
    borrowed = hidden(visitor.get(path_of(other)))["token"]
    assert fill_in(app, visitor, page, token=borrowed).status_code == 409
    old = fill_in(app, visitor, page, seconds=25 * 3600)
    assert old.status_code == 409
    assert "页面已过期" in old.text
    assert GOOD["note"] in old.text  # nobody types it again
    assert fill_in(app, visitor, old).status_code == 200
    assert len(stored(app, shop)) == 1
    assert counts(owner, shop, made) == {
        "submitted": 1, "invalid": 0, "expired": 3, "spam": 2, "limited": 0,
    }  # fmt: skip


def test_what_is_wrong_is_marked_and_nothing_typed_is_lost(
    app: App, shop: Shop, made: dict[str, Any], server: Any
) -> None:
    visitor = Browser(server)
    page = visitor.get(path_of(made))
    answer = fill_in(
        app, visitor, page, email="nobody", size="中", seats="many", consent="", note="<script>"
    )
    assert answer.status_code == 422
    for name in ("email", "size", "seats", "consent"):
        assert f'aria-describedby="{name}-wrong"' in answer.text
        assert f'id="{name}-wrong"' in answer.text
    assert 'role="alert"' in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "<script>" not in answer.text.partition("<main>")[2].partition("</main>")[0]
    assert stored(app, shop) == []
    assert fill_in(app, visitor, answer).status_code == 200
    assert len(stored(app, shop)) == 1


def test_one_address_cannot_flood(
    app: App, owner: Browser, shop: Shop, made: dict[str, Any], server: Any
) -> None:
    visitor = Browser(server)
    page = visitor.get(path_of(made))
    statuses = [fill_in(app, visitor, page, email="x").status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    assert counts(owner, shop, made)["limited"] == 2


def test_the_pace_refills_and_keys_are_apart() -> None:
    now = [0.0]
    pace = Pace(2, lambda: now[0])
    assert [pace.allows("a") for _ in range(3)] == [True, True, False]
    assert pace.allows("b")
    now[0] = 30.0
    assert [pace.allows("a") for _ in range(2)] == [True, False]


def test_the_page_may_stand_in_frames_where_its_maker_says(
    owner: Browser, shop: Shop, server: Any
) -> None:
    raw = {**FORM, "name": "framed", "embed_on": ["https://shop.com"]}
    made = owner.post(f"{shop.url}/forms", json=raw).json()
    page = Browser(server).get(path_of(made))
    policy = page.headers["content-security-policy"]
    assert "frame-ancestors https://shop.com" in policy
    assert "x-frame-options" not in page.headers
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert f'<script nonce="{nonce[1]}">' in page.text
    script = Browser(server).get(f"{path_of(made)}/embed.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert made["url"] in script.text


def test_the_language_is_the_visitors(server: Any, made: dict[str, Any]) -> None:
    browser = Browser(server, {"accept-language": "en-GB,en;q=0.9"})
    page = browser.get(path_of(made))
    assert '<html lang="en">' in page.text
    assert "Ask for a trial" in page.text
    assert "Send" in page.text
    assert "提交" in browser.get(f"{path_of(made)}?lang=zh").text


def test_afterwards_people_go_where_the_maker_says(
    app: App, owner: Browser, shop: Shop, made: dict[str, Any], server: Any
) -> None:
    one = f"{shop.url}/forms/{made['form_id']}"
    owner.request("PATCH", one, json={"redirect": "https://shop.com/thanks"})
    visitor = Browser(server)
    answer = fill_in(app, visitor, visitor.get(path_of(made)))
    assert answer.status_code == 303
    assert answer.headers["location"] == "https://shop.com/thanks"


def test_a_closed_or_unknown_form_is_gone(
    owner: Browser, shop: Shop, made: dict[str, Any], server: Any
) -> None:
    visitor = Browser(server)
    owner.request("PATCH", f"{shop.url}/forms/{made['form_id']}", json={"state": "closed"})
    for path in (path_of(made), "/f/x", "/f/nobody-x", "/f/a-b/c", f"/f/other-{made['form_id']}"):
        page = visitor.get(path)
        assert page.status_code == 404, path
        assert "表单不存在" in page.text


def test_while_the_log_is_full_nothing_is_thanked_for(
    app: App, shop: Shop, made: dict[str, Any], server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stayflow.stores.errors import LogFull

    def full(*_: object, **__: object) -> int:
        raise LogFull("full")

    visitor = Browser(server)
    page = visitor.get(path_of(made))
    with monkeypatch.context() as patch:
        patch.setattr(app, "emit_page", full)
        waits = fill_in(app, visitor, page)
        assert (waits.status_code, waits.headers["retry-after"]) == (503, "2")
    assert fill_in(app, visitor, page).status_code == 200
    assert len(stored(app, shop)) == 1


def test_making_forms_is_for_operators_and_mistakes_say_where(server: Any, shop: Shop) -> None:
    url = f"{shop.url}/forms"
    assert as_role(server, shop, Role.ANALYST).post(url, json=FORM).status_code == 403
    operator = as_role(server, shop, Role.OPERATOR)
    first = FORM["fields"][0]
    for change, path in (
        ({"fields": []}, "fields"),
        ({"fields": [{**first, "name": "E mail"}]}, "fields[0].name"),
        ({"fields": [{**first, "name": "token"}]}, "fields[0].name"),
        ({"fields": [first, first]}, "fields[0].name"),
        ({"fields": [{**first, "type": "choice"}]}, "fields[0].options"),
        ({"redirect": "javascript:alert(1)"}, "redirect"),
        ({"embed_on": ["https://a b; script-src *"]}, "embed_on[0]"),
        ({"name": ""}, "name"),
    ):
        answer = operator.post(url, json={**FORM, **change})
        assert answer.status_code == 400, change
        assert answer.json()["path"] == path
    assert operator.post(url, json=FORM).status_code == 201
    assert operator.post(url, json=FORM).status_code == 409
    second = operator.post(url, json={**FORM, "name": "b"}).json()
    page = operator.get(url, params={"limit": 1}).json()
    rest = operator.get(url, params={"cursor": page["next"]}).json()
    assert [each["form_id"] for each in rest["forms"]] == [second["form_id"]]
    assert operator.request("DELETE", f"{url}/{second['form_id']}").status_code == 204


def test_the_frame_carries_who_it_is_without_a_cookie(
    app: App, shop: Shop, made: dict[str, Any], server: Any
) -> None:
    framed = f"{path_of(made)}?page=https%3A%2F%2Fshop.com%2Fa%3Futm_source%3Dad&anonymous_id=from-the-page-1"
    page = Browser(server).get(framed)
    assert parse_qs(urlsplit(action(page)).query)["anonymous_id"] == ["from-the-page-1"]
    fill_in(app, Browser(server), page)
    ((_, _, source, _, url),) = stored(app, shop)
    assert (source, url) == ("ad", "https://shop.com/a?utm_source=ad")
    with app.relational.project(shop.project.id) as tx:
        kinds = dict(tx.rows("select kind, value from identities"))
    assert kinds["anonymous_id"] == "from-the-page-1"


def test_an_address_of_too_many_words_is_refused_and_one_that_is_none_loses_nothing(
    app: App, shop: Shop, made: dict[str, Any], server: Any
) -> None:
    assert Browser(server).get(f"{path_of(made)}?{'a&' * 300}").status_code == 413
    page = Browser(server).get(f"{path_of(made)}?page=http%3A%2F%2F%5Bx")
    assert fill_in(app, Browser(server), page).status_code == 200
    ((_, _, source, _, url),) = stored(app, shop)
    assert (source, url) == ("", "http://[x")
