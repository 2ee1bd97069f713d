"""Every page, with data and without: nothing serious for axe to find, and no empty screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.console.conftest import Shop

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
PAGES = (
    "overview",
    "people",
    "people/1",
    "segments",
    "segments/new",
    "rfm",
    "lifecycle",
    "trend",
    "funnel",
    "retention",
    "revenue",
    "pool",
    "pirate",
    "questions",
    "campaigns",
    "campaigns/new",
    "points",
    "earning-rules",
    "imports",
    "sources",
    "plan",
    "quality",
    "rejected",
    "cleaning",
    "settings/project",
    "settings/users",
    "settings/keys",
    "settings/channels",
    "settings/policy",
    "settings/audit",
)
BAD = {"serious", "critical"}


def settle(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def problems(page: Page, where: str) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [
        f"{where}: {each['id']}: {node['html'][:160]}"
        for each in violations
        if each["impact"] in BAD
        for node in each["nodes"][:3]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Page, shop: Shop, theme: str) -> None:
    page.add_init_script(f"localStorage.setItem('stayflow.theme', '{theme}')")
    found = []
    for path in PAGES if theme == "light" else PAGES[:8]:
        shop.open(page, path)
        settle(page)
        found += problems(page, path)
    assert found == []
