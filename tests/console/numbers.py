"""Numbers of a page, and the people that they lead to."""

from playwright.sync_api import Locator, Page, expect


def cell(page: Page, table: str, row: str, column: str) -> Locator:
    """The number in a row of a table that is told by its name, below a head."""
    found = page.get_by_role("table", name=table)
    heads = found.get_by_role("columnheader")
    expect(heads.filter(has_text=column).first).to_be_visible()
    at = heads.all_inner_texts().index(column)
    rows = found.get_by_role("row")
    mine = rows.filter(has=page.get_by_role("rowheader", name=row, exact=True))
    return mine.locator("th, td").nth(at).get_by_role("button")


def behind(page: Page, number: Locator) -> int:
    """How many people the list says that a number leads to."""
    number.click()
    return listed(page)


def listed(page: Page) -> int:
    """How many people the open list says there are; it is closed again."""
    said = page.get_by_test_id("people-count")
    expect(said).to_be_visible()
    count = int(said.inner_text().split()[0])
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    return count
