"""Putting the question of a page on a dashboard, as a person does it."""

from playwright.sync_api import Page


def put_on_new_dashboard(page: Page, *, title: str, name: str) -> None:
    """Make a dashboard of the question that is shown, whatever dashboards there are, and go there."""
    page.get_by_role("button", name="Add to dashboard").click()
    page.get_by_label("Title", exact=True).fill(title)
    if page.get_by_label("Name of the dashboard").count() == 0:
        page.get_by_label("Which dashboard").click()
        page.get_by_title("A new dashboard").click()
    page.get_by_label("Name of the dashboard").fill(name)
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name=f"Added to “{name}”").click()
