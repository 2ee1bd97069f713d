"""Signing in, the cookie, CSRF, the limit on guessing."""

from datetime import timedelta

from tests.conftest import Engines
from tests.interfaces.conftest import PASSWORD, Browser, Shop


def test_sign_in_gives_a_session_that_names_the_projects(browser: Browser, shop: Shop) -> None:
    answer = browser.post("/api/v1/session", json={"email": shop.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert [each["project"] for each in answer.json()["projects"]] == [shop.project.id]
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    again = browser.get("/api/v1/session")
    assert again.status_code == 200
    assert again.json()["csrf"] == answer.json()["csrf"]


def test_the_cookie_is_secure_over_https(server: object, shop: Shop) -> None:
    browser = Browser(server, scheme="https")
    answer = browser.post("/api/v1/session", json={"email": shop.email, "password": PASSWORD})
    assert "Secure" in answer.headers["set-cookie"]
    assert "strict-transport-security" in answer.headers


def test_an_unsafe_request_by_cookie_needs_the_csrf_word(browser: Browser, shop: Shop) -> None:
    browser.post("/api/v1/session", json={"email": shop.email, "password": PASSWORD})
    answer = browser.request("PATCH", shop.url, json={"name": "x"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "csrf_missing"


def test_signing_out_ends_the_session(owner: Browser) -> None:
    assert owner.request("DELETE", "/api/v1/session").status_code == 204
    assert owner.get("/api/v1/session").status_code == 401


def test_a_session_ends_by_itself(owner: Browser, engines: Engines) -> None:
    before = engines.clock.now()
    engines.clock.advance(timedelta(hours=engines.settings.number("session_hours") + 1))
    try:
        assert owner.get("/api/v1/session").status_code == 401
    finally:
        engines.clock.set(before)


def test_guessing_is_stopped_even_when_the_guess_is_right(browser: Browser, shop: Shop) -> None:
    for _ in range(5):
        answer = browser.post("/api/v1/session", json={"email": shop.email, "password": "wrong!"})
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_refused")
    answer = browser.post("/api/v1/session", json={"email": shop.email, "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_sign_ins")
    assert int(answer.headers["retry-after"]) > 0


def test_after_the_wait_the_right_password_works(
    browser: Browser, shop: Shop, engines: Engines
) -> None:
    for _ in range(5):
        browser.post("/api/v1/session", json={"email": shop.email, "password": "wrong!"})
    before = engines.clock.now()
    engines.clock.advance(timedelta(minutes=2))
    try:
        answer = browser.post("/api/v1/session", json={"email": shop.email, "password": PASSWORD})
        assert answer.status_code == 200
    finally:
        engines.clock.set(before)


def test_an_unknown_account_is_answered_like_a_wrong_password(browser: Browser) -> None:
    body = {"email": "nobody@example.com", "password": "whatever it is"}
    answer = browser.post("/api/v1/session", json=body)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_refused")
