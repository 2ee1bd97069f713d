"""Who gets in, in which language, and what a page says when the server does not answer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import EMAIL, Shop

pytestmark = pytest.mark.browser


def test_a_wrong_password_is_said_and_the_right_one_opens_the_page_asked_for(
    visitor: Page, shop: Shop
) -> None:
    shop.open(visitor, "segments")
    visitor.get_by_label("E-mail").fill(EMAIL)
    visitor.get_by_label("Password").fill("not this one")
    visitor.get_by_role("button", name="Sign in").click()
    expect(visitor.get_by_role("alert")).to_contain_text("E-mail or password is wrong")
    shop.sign_in(visitor)
    shop.open(visitor, "segments")
    expect(visitor.get_by_role("heading", name="Segments", exact=True)).to_be_visible()


def test_the_language_changes_at_once_and_is_remembered(page: Page, shop: Shop) -> None:
    shop.open(page, "overview")
    page.get_by_role("button", name="Language").click()
    page.get_by_role("menuitem", name="中文").click()
    expect(page.get_by_role("heading", name="总览")).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name="分群")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    is_refused_in_chinese(page, shop)


def is_refused_in_chinese(page: Page, shop: Shop) -> None:
    """The sentence of the code first, then the server's words; nothing is named in English aloud."""
    shop.open(page, "imports")
    page.locator("input[type=file]").set_input_files(
        {"name": "visits.csv", "mimeType": "text/csv", "buffer": b"user\nzoe\n"}
    )
    page.get_by_label("映射").fill("event: {colum: event}")
    page.get_by_role("button", name="试跑", exact=True).click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(re.compile("有一项的名称、类型或结构不对.*colum.*错误码.*位置"))
    expect(page.locator(".anticon[aria-hidden=true]").first).to_be_visible()
    expect(page.locator(".anticon[role=img]")).to_have_count(0)


def test_light_and_dark_are_a_click_apart(page: Page, shop: Shop) -> None:
    shop.open(page, "overview")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Light").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_a_refusal_shows_its_message_code_and_what_to_do(page: Page, shop: Shop) -> None:
    answer = '{"code": "busy", "message": "The warehouse is busy.", "path": null}'
    page.route(
        "**/segments",
        lambda route: (
            route.fulfill(status=503, body=answer, content_type="application/json")
            if "/api/" in route.request.url
            else route.continue_()
        ),
    )
    shop.open(page, "segments")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The warehouse is busy.")
    expect(alert).to_contain_text("busy")
    page.unroute("**/segments")
    alert.get_by_role("button", name="Try again").click()
    expect(alert).to_have_count(0)


def test_the_palette_finds_a_page_by_keyboard(page: Page, shop: Shop) -> None:
    shop.open(page, "overview")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_label("Find a page, a person, a segment, an event").fill("retention")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Retention", exact=True)).to_be_visible()
