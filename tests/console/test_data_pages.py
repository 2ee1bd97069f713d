"""What brings people in and where data goes: channel codes, forms, destinations, each made by clicking."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Shop
from tests.journeys.server import SECONDS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop(market: Shop) -> Shop:
    """These tests add events and people: not in the project whose numbers others know."""
    return market


def test_a_channel_code_is_made_shown_and_visited(page: Page, shop: Shop) -> None:
    shop.open(page, "channel-codes")
    expect(page.get_by_text("No channel code yet")).to_be_visible()
    page.get_by_role("button", name="New channel code").first.click()
    page.get_by_label("Name").fill("Shop in Hangzhou")
    page.get_by_label("Opens", exact=True).fill("https://www.example.com/spring")
    page.get_by_label("utm_source").fill("hangzhou")
    page.get_by_label("Further parameters").fill("assistant = 12")
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name="Shop in Hangzhou")
    expect(row).to_contain_text("utm_source=hangzhou")
    expect(row).to_contain_text("assistant=12")

    row.get_by_role("button", name="QR code").click()
    drawing = page.get_by_role("img", name="QR code: Shop in Hangzhou")
    expect(drawing).to_be_visible()
    expect(drawing).to_have_js_property("complete", True)
    assert drawing.evaluate("image => image.naturalWidth > 0")
    short = row.locator(".ant-typography").first.inner_text().strip()
    page.keyboard.press("Escape")
    led = httpx.get(
        f"{shop.url}/c/{short.rsplit('/', 1)[1]}",
        headers={
            "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605.1"
        },
        follow_redirects=False,
        timeout=SECONDS,
    )
    assert led.status_code in {302, 303, 307}
    assert led.headers["location"].startswith("https://www.example.com/spring?")

    row.get_by_role("button", name="Close").click()
    expect(row).to_contain_text("Closed")


def test_a_form_is_made_and_its_page_asks_what_was_written(page: Page, shop: Shop) -> None:
    shop.open(page, "forms")
    page.get_by_role("button", name="New form").first.click()
    page.get_by_label("Name", exact=True).fill("Leads")
    page.get_by_label("Title of the page").fill("留下联系方式")
    page.get_by_label("Title in English").fill("Stay in touch")
    page.get_by_role("button", name="Add a question").click()
    second = page.get_by_test_id("question").nth(1)
    second.get_by_label("Question", exact=True).fill("怎么称呼您")
    second.get_by_label("Field").fill("name")
    second.get_by_label("Becomes an attribute").fill("name")
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name="Leads")
    expect(row).to_contain_text("怎么称呼您")
    row.get_by_role("button", name="Publish").click()
    address = page.get_by_role("link", name="/f/").get_attribute("href")
    assert address
    page.keyboard.press("Escape")
    page.goto(shop.url + "/f/" + address.rsplit("/f/", 1)[1])
    expect(page.get_by_label("怎么称呼您")).to_be_visible()


def test_a_destination_is_made_its_secret_shown_once_and_paused(page: Page, shop: Shop) -> None:
    shop.open(page, "destinations")
    page.get_by_role("button", name="New destination").first.click()
    page.get_by_label("Name").fill("CRM")
    page.get_by_label("URL").fill("https://crm.example.com/stayflow")
    page.get_by_label("Fields", exact=True).fill("who = person_id\nwhat = event")
    page.get_by_role("button", name="New", exact=True).click()
    expect(page.get_by_text("whsec_")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="CRM")).to_be_visible()
    expect(page.get_by_text("all events")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    expect(page.get_by_text("Paused")).to_be_visible()

    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Fields", exact=True)).to_have_value("who = person_id\nwhat = event")
    page.get_by_label("Fields", exact=True).fill("who person_id")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Every line must be name = value")).to_be_visible()


def test_a_destination_asks_what_its_kind_says_and_keeps_all_of_it(page: Page, shop: Shop) -> None:
    shop.open(page, "destinations")
    page.get_by_role("button", name="New destination").first.click()
    page.get_by_label("Name").fill("Stream")
    page.get_by_label("By", exact=True).click()
    page.get_by_title("PostgreSQL table").click()
    expect(page.get_by_text("encrypted if the server can")).to_be_visible()
    page.get_by_label("By", exact=True).click()
    page.get_by_title("Kafka topic").click()
    expect(page.get_by_label("URL")).to_have_count(0)
    page.get_by_label("Brokers").fill("kafka.example.com:9093")
    page.get_by_role("textbox", name="Topic").fill("facts")
    properties = page.get_by_label("Properties of librdkafka")
    properties.fill("security.protocol = SASL_SSL")
    page.get_by_label("SASL password").fill("secret word")
    page.get_by_role("button", name="New", exact=True).click()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Stream")).to_be_visible()
    page.get_by_role("button", name="Edit").click()
    expect(properties).to_have_value("security.protocol = SASL_SSL")
    expect(page.get_by_label("SASL password")).to_have_value("")
    properties.fill("client.id = stayflow")
    page.get_by_role("button", name="Save").click()
    expect(properties).to_have_count(0)
    page.get_by_role("button", name="Edit").click()
    expect(properties).to_have_value("client.id = stayflow")
