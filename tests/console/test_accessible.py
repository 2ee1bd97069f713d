"""Every page of the navigation, light and dark: nothing serious for axe to find, and no empty screen."""

import re
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Shop

pytestmark = pytest.mark.browser
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
BEYOND = (
    "people/1",
    "segments/new",
    "tags/new",
    "scores/new",
    "lifecycle/warning",
    "campaigns/new",
)
"""Pages that a list leads to."""
BAD = {"serious", "critical"}


def settle(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def problems(page: Page, where: str, *rules: str) -> list[str]:
    """What axe finds that is serious; of some rules, or of all."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    asked: dict[str, Any] = {"resultTypes": ["violations"]}
    found = page.evaluate(
        "asked => axe.run(document, asked)", asked | ({"runOnly": list(rules)} if rules else {})
    )
    return [
        f"{where}: {each['id']}: {node['html'][:160]}"
        for each in found["violations"]
        if each["impact"] in BAD
        for node in each["nodes"][:3]
    ]


def turn(page: Page, theme: str) -> None:
    """Light or dark, with every colour where it is going to."""
    page.get_by_role("button", name=theme, exact=True).click()
    page.evaluate(
        """async () => {
            for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
            for (const each of document.getAnimations())
                if (each instanceof CSSTransition) each.finish();
        }"""
    )


def go(page: Page, path: str) -> None:
    """Within the page, as a click would: the console is loaded once. The head of the page before is told by a mark."""
    page.evaluate(
        """path => {
            for (const head of document.querySelectorAll("h1")) head.dataset.before = "";
            history.pushState({}, "", path);
            dispatchEvent(new PopStateEvent("popstate"));
        }""",
        path,
    )
    expect(page.locator("h1:not([data-before])")).to_be_visible()


def everywhere(page: Page) -> list[str]:
    """Where the rail leads to, place by place."""
    found: list[str] = []
    rail = page.get_by_role("navigation", name="Stayflow")
    for place in rail.locator(".place-link").all():
        place.click()
        expect(place).to_have_class(re.compile(r"\bhere\b"))
        links = rail.locator(".page-link").all() or [place]
        found += [str(link.get_attribute("href")) for link in links]
    return found


def test_axe_finds_nothing_serious_in_any_page_light_or_dark(page: Page, shop: Shop) -> None:
    shop.open(page, "overview")
    settle(page)
    root = f"/p/{shop.project}/"
    paths = [*everywhere(page), *(root + each for each in BEYOND)]
    assert len(paths) > len(BEYOND) + 50
    found = []
    for path in paths:
        go(page, path)
        settle(page)
        found += problems(page, path)
        turn(page, "Dark")
        found += problems(page, f"{path} in the dark", "color-contrast")
        turn(page, "Light")
    assert not found, "\n".join(found)
