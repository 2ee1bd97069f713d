"""A segment is written as a sentence; the count follows every word."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.console import club as known
from tests.console.club import Club
from tests.console.conftest import BUYERS, CARTS, PEOPLE, Shop
from tests.journeys.server import SECONDS_OF_A_PAGE, wait_until

pytestmark = pytest.mark.browser


def test_the_count_follows_the_sentence_and_the_segment_keeps_it(page: Page, shop: Shop) -> None:
    shop.open(page, "segments/new")
    page.get_by_role("button", name="Event: choose an event").click()
    page.get_by_label("choose an event", exact=True).fill("purch")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("estimate")).to_have_text(str(BUYERS))

    page.get_by_role("button", name="Compare: did").click()
    page.get_by_role("button", name="did not", exact=True).click()
    expect(page.get_by_test_id("estimate")).to_have_text(str(PEOPLE - BUYERS))

    page.get_by_role("button", name="Add a condition").click()
    page.get_by_role("menuitem", name="Attribute").click()
    page.get_by_role("button", name="Attribute: choose an attribute").click()
    page.get_by_label("choose an attribute", exact=True).fill("city")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Compare: is …").click()
    page.get_by_role("button", name="Hangzhou").click()
    page.keyboard.press("Escape")
    without = [number for number in range(BUYERS, PEOPLE) if number % 2 == 0]
    expect(page.get_by_test_id("estimate")).to_have_text(str(len(without)))

    page.get_by_label("Name").fill("Hangzhou, not yet bought")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Hangzhou, not yet bought")).to_be_visible()
    expect(page.locator(".stat .people-link").first).to_have_text(str(len(without)))


def test_every_kind_of_line_is_written_and_lines_are_dragged(page: Page, shop: Shop) -> None:
    """Events in order, a stretch of a person's own time; lines moved by keys and by the mouse."""
    shop.open(page, "segments/new")
    count, said = page.get_by_test_id("estimate"), page.get_by_test_id("said")
    page.get_by_role("button", name="Remove this line").click()
    expect(count).to_have_text(str(PEOPLE))

    page.get_by_role("button", name="Add a condition").click()
    page.get_by_role("menuitem", name="Did in this order").click()
    for event in ("product_view", "purchase"):
        pick_event(page, event)
    expect(count).to_have_text(str(BUYERS))
    page.get_by_role("button", name="+ without").click()
    pick_event(page, "add_to_cart")
    expect(count).to_have_text("0")
    page.get_by_role("button", name="Allow everything in between").click()

    page.get_by_role("button", name="Add a condition").click()
    page.get_by_role("menuitem", name="Did an event").click()
    pick_event(page, "add_to_cart")
    page.get_by_role("button", name="last 30 days").click()
    page.get_by_text("From an event", exact=True).click()
    page.locator(".bracket-body").get_by_role("button", name="Event: choose an event").click()
    page.get_by_label("choose an event", exact=True).fill("product_v")
    page.keyboard.press("Enter")
    page.get_by_label("lasts", exact=True).check()
    expect(said).to_contain_text("did add_to_cart within 7 days from the first product_view")
    page.keyboard.press("Escape")
    expect(count).to_have_text(str(BUYERS))

    lines = page.get_by_test_id("clause")
    lines.nth(1).get_by_role("button", name="Put into a group").click()
    expect(lines).to_have_count(3)
    page.get_by_role("button", name="Move this line", exact=True).first.focus()
    page.keyboard.press("ArrowDown")
    expect(said).to_have_text(re.compile(r"^did add_to_cart .* and did in this order"))
    drag(page, lines.nth(2), "gap-0-0")
    expect(said).to_have_text(re.compile(r"^did in this order .* or did add_to_cart"))
    expect(count).to_have_text(str(CARTS))


@dataclass
class Builder:
    """The builder as an operator has it before them, and the condition it asked the server about last."""

    page: Page
    asked: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.url.endswith("/people/estimate"):
            self.asked.append(json.loads(request.post_data or "{}")["condition"])

    def word(self, name: str) -> Locator:
        """A word of the last line, by what it is called."""
        line = self.page.get_by_test_id("clause").last
        return line.get_by_role("button", name=re.compile(f"^{re.escape(name)}: "))

    def begin(self, kind: str) -> None:
        """A new line instead of the last one."""
        expect(self.page.get_by_test_id("said")).to_be_visible()
        lines = self.page.get_by_test_id("clause")
        if lines.count():
            lines.last.get_by_role("button", name="Remove this line").click()
        self.page.get_by_role("button", name="Add a condition").last.click()
        self.page.get_by_role("menuitem", name=re.compile(f"^{kind}")).click()

    def type(self, name: str, *words: str, nth: int = 0) -> None:
        """Open a word and take others from its list, by the keyboard alone."""
        self.word(name).nth(nth).press("Enter")
        box = self.page.locator(".bracket-body input").last
        for word in words:
            box.fill(word)
            self.page.keyboard.press("Enter")
        if self.page.locator(".bracket-body").count():
            self.page.keyboard.press("Escape")
        expect(self.page.locator(".bracket-body")).to_have_count(0)

    def take(self, name: str, *words: str, nth: int = 0) -> None:
        """Open a word and take others from its short list."""
        self.word(name).nth(nth).click()
        for word in words:
            self.page.locator(".pick", has_text=re.compile(rf"^{re.escape(word)}\d*$")).click()
        if self.page.locator(".bracket-body").count():
            self.page.keyboard.press("Escape")
        expect(self.page.locator(".bracket-body")).to_have_count(0)

    def select(self, label: str, option: str) -> None:
        """In the editor that is open."""
        self.page.locator(".bracket-body").last.get_by_role("combobox", name=label).click()
        found = self.page.locator(".ant-select-item-option:visible")
        found.filter(has_text=re.compile(f"^{re.escape(option)}$")).click()

    def put(self, name: str, value: str) -> None:
        """A number in the editor that is open; the editor is left by the keyboard."""
        box = self.page.locator(".bracket-body").last.get_by_role("spinbutton", name=name)
        box.fill(value)
        self.page.keyboard.press("Escape")
        expect(self.page.locator(".bracket-body")).to_have_count(0)

    def counts(self, club: Club, people: int) -> None:
        """The number shown is this one, and what the API counts of the same condition."""
        shown = self.page.get_by_test_id("estimate")
        expect(shown).to_have_text(str(people))

        def is_asked() -> bool:  # the number before may have been the same
            self.page.wait_for_timeout(20)  # in which what the page asks is noted
            return club.count(self.asked[-1]) == people

        wait_until(is_asked, SECONDS_OF_A_PAGE, what=f"{people} people to be asked for")
        expect(shown).to_have_text(str(people))


def test_every_type_of_attribute_and_event_has_its_editor(page: Page, club: Club) -> None:
    builder = Builder(page)
    club.open(page, "segments/new")
    expect(page.get_by_test_id("said")).to_have_text("did … last 30 days")
    attributes(page, club, builder)
    events(page, club, builder)
    own_time_and_order(page, club, builder)


def attributes(page: Page, club: Club, builder: Builder) -> None:
    builder.begin("Attribute")
    builder.type("Attribute", "city")
    builder.type("Compare", "Hangzhou", "Wuhan", nth=1)
    builder.counts(club, 12)
    builder.begin("Attribute")
    builder.type("Attribute", "age")
    builder.word("Compare").last.click()
    builder.select("Compare", "between")
    page.get_by_role("spinbutton", name="enter a value 1").fill("25")
    builder.put("enter a value 2", "27")
    builder.counts(club, 3)
    builder.begin("Attribute")
    builder.type("Attribute", "vip")
    builder.counts(club, 6)
    builder.begin("Attribute")
    builder.type("Attribute", "birthday")
    builder.word("Compare").last.click()
    builder.select("Compare", "anniversary within")
    builder.put("enter a value", "7")
    builder.counts(club, 2)
    expect(page.get_by_test_id("said")).to_have_text("whose birthday anniversary within 7 days")
    builder.begin("Attribute")
    builder.type("Attribute", "hobbies")
    builder.type("Compare", "golf", "chess", nth=1)
    builder.counts(club, 16)


def events(page: Page, club: Club, builder: Builder) -> None:
    builder.begin("Did an event")
    builder.type("Event", "purch")
    builder.word("count").click()
    builder.select("count", "sum")
    builder.put("enter a value", "30")
    builder.counts(club, 3)
    builder.word("count").click()
    builder.select("count", "last value")
    builder.select("of property", "channel")
    page.keyboard.press("Escape")
    builder.type("count", "app")
    builder.counts(club, 7)
    builder.take("Or another event", "refund")
    builder.word("count").click()
    builder.select("count", "at least once")
    page.keyboard.press("Escape")
    builder.counts(club, known.BUYERS)
    expect(page.get_by_test_id("said")).to_have_text("did purchase or refund last 30 days")


def own_time_and_order(page: Page, club: Club, builder: Builder) -> None:
    builder.begin("Did an event")
    builder.type("Event", "purch")
    builder.word("Range").click()
    page.get_by_text("From an event", exact=True).click()
    page.locator(".bracket-body").get_by_role("button", name="Event: choose an event").click()
    page.get_by_label("choose an event", exact=True).fill("refund")
    page.keyboard.press("Enter")
    expect(page.locator(".bracket-body")).to_have_count(1)  # the editor around it stays
    page.keyboard.press("Escape")
    builder.counts(club, known.REFUNDS)
    builder.begin("Did in this order")
    builder.type("Event", "purch", nth=0)
    builder.type("Event", "purch", nth=1)
    builder.counts(club, known.AGAIN)
    page.get_by_role("button", name="+ without").click()
    builder.type("Event", "refund", nth=2)
    builder.counts(club, known.AGAIN - known.REFUNDS)


def test_what_is_computed_of_people_has_its_editor(page: Page, club: Club) -> None:
    """First nothing is computed yet; then each kind, whose people are known; saved, and evaluated by the API."""
    builder = Builder(page)
    club.open(page, "segments/new")
    builder.begin("Tag")
    builder.word("Tag").last.click()
    expect(page.get_by_text("Nothing to choose yet: Tag.")).to_be_visible()
    expect(page.locator(".bracket-body").get_by_role("link")).to_have_attribute(
        "href", f"/p/{known.PROJECT}/tags/new"
    )
    known.compute(club)
    page.reload()
    tags_and_scores(page, club, builder)
    for kind, word, value, people in (
        ("Lifecycle stage", "Stage", "exploration", known.AGAIN),
        ("RFM class", "Class", "important value", known.AGAIN),
        ("Value tier", "Tier", "high value", 2),
        ("Status", "Status", "new", known.PEOPLE),
        ("Answer to a campaign", "Campaign", "Letter", 0),
        ("In a segment", "Segment", "Buyers", known.BUYERS),
    ):
        builder.begin(kind)
        builder.take(word, value)
        builder.counts(club, people)
    own_habit(page, club, builder)
    builder.begin("Consent")
    builder.type("Channel", "email")
    builder.counts(club, known.PEOPLE)
    is_kept(page, club, builder)
    cannot_stand_on_itself(page, club, builder)


def own_habit(page: Page, club: Club, builder: Builder) -> None:
    """Everybody visited 20 and 15 days ago: once in the last 17 days, and once in those before."""
    builder.begin("Below their own habit")
    builder.word("Less by").click()
    builder.put("enter a value", "30")
    builder.counts(club, 0)
    builder.type("Event", "visit")
    builder.word("Less by").click()
    builder.put("Less than (may stay empty)", "70")
    builder.take("Counted in", "in times")
    for word, value in (("Recent", "17"), ("Before", "7"), ("At least", "1")):
        builder.word(word).click()
        builder.put(word, value)
    builder.counts(club, known.PEOPLE)
    expect(page.get_by_test_id("said")).to_have_text(
        "fell below their own habit by ≥ 30 % and < 70 % in times of visit in the last 17 days"
        " beside the earlier 7 days with a habit of at least 1"
    )
    wanted = {"recent": "17d", "before": "7d", "unit": "count", "at_least": 1, "event": "visit"}
    assert builder.asked[-1]["all"][-1]["habit"] == {"drop": {"gte": 0.3, "lt": 0.7}, **wanted}
    # Of the others the second visit was to another page: of this one they lost all of their habit.
    builder.word("Property tests").click()
    page.get_by_role("button", name="Add a property test").click()
    builder.select("Property", "page")
    page.locator(".bracket-body").last.get_by_role("button", name=re.compile("^home")).click()
    page.keyboard.press("Escape")
    builder.counts(club, known.AT_HOME)


def tags_and_scores(page: Page, club: Club, builder: Builder) -> None:
    builder.begin("Tag")
    builder.take("Tag", "keen")
    builder.counts(club, known.BUYERS)
    builder.take("Values", "Very keen")
    builder.counts(club, known.AGAIN)
    said = page.get_by_test_id("said")
    expect(said).to_have_text("have the tag keen with the value Very keen")
    builder.begin("Tag")
    builder.take("Tag", "channel")
    builder.type("Values", "web")
    builder.counts(club, 3)
    builder.begin("Score")
    builder.take("Score", "warmth")
    builder.word("Points").click()
    builder.put("enter a value", "20")
    builder.counts(club, known.AGAIN)
    builder.take("Band", "low")
    builder.counts(club, known.BUYERS - known.AGAIN)
    expect(said).to_have_text("have a score warmth in the band low")


def is_kept(page: Page, club: Club, builder: Builder) -> None:
    page.get_by_role("button", name="Add a condition").last.click()
    page.get_by_role("menuitem", name="In a segment").click()
    builder.take("Segment", "Buyers")
    page.get_by_label("Name").fill("Buyers who agree")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".stat .people-link").first).to_have_text(str(known.BUYERS))
    kept = club.call("GET", "/segments/Buyers who agree")
    assert kept["condition"] == builder.asked[-1]
    asked = {"all": [{"consent": {"channel": "email"}}, {"segment": {"name": "Buyers"}}]}
    assert (kept["condition"], club.count(kept["condition"])) == (asked, known.BUYERS)


def cannot_stand_on_itself(page: Page, club: Club, builder: Builder) -> None:
    """A segment that another one is built on cannot be built on that one; what is gone is said where it stands."""
    club.open(page, f"segments/{club.call('GET', '/segments/Buyers')['segment_id']}")
    page.get_by_role("button", name="Edit condition").click()
    page.get_by_role("button", name="Add a condition").last.click()
    page.get_by_role("menuitem", name="In a segment").click()
    builder.take("Segment", "Buyers who agree")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text('leads back to "Buyers"')
    home, sale = ({"property": "page", "op": "eq", "value": each} for each in ("home", "sale"))
    deep = {"any": [home, {"not": {"all": [sale, {"any": [home, {"not": sale}]}]}}]}
    gone = {
        "all": [
            {"attribute": {"name": "vip", "value": True}},
            {"tag": {"name": "lost"}},
            {"tag": {"id": club.call("GET", "/tags/keen")["tag_id"], "in": ["much"]}},
            {"did": {"event": "visit", "where": deep}},
        ]
    }
    club.open(page, f"people?people={json.dumps(gone)}")
    page.locator(".bracket").first.click()
    lines = page.get_by_role("dialog").get_by_test_id("clause")
    expect(lines.nth(1).locator(".clause-problem")).to_contain_text("lost")
    expect(lines.nth(0).locator(".clause-problem")).to_have_count(0)
    expect(lines.nth(2)).to_contain_text(
        re.compile("have the tag *keen *with the value *Very keen")
    )
    groups_are_edited(page, lines.nth(3))


def groups_are_edited(page: Page, line: Locator) -> None:
    """Tests in groups, three deep and denied, are shown and changed where they stand."""
    line.get_by_role("button", name=re.compile("page = home or ")).click()
    body = page.locator(".bracket-body").last
    groups = body.get_by_role("group", name="group", exact=True)
    expect(groups).to_have_count(2)
    expect(body.get_by_role("combobox", name="Property")).to_have_count(4)
    groups.last.get_by_role("button", name="Group", exact=True).click()
    expect(groups).to_have_count(3)
    groups.last.get_by_role("button", name="Delete", exact=True).first.click()
    groups.first.get_by_text("those", exact=True).first.click()
    expect(line).to_contain_text(
        re.compile(r"page = home or \(page = sale and \(page = home or ¬\(page = sale\)\)\)")
    )


def pick_event(page: Page, event: str) -> None:
    page.get_by_role("button", name="Event: choose an event").first.click()
    asked = page.get_by_label("choose an event", exact=True)
    expect(asked).to_have_count(1)  # the one before goes when it is answered
    asked.fill(event)
    page.keyboard.press("Enter")
    expect(asked).to_have_count(0)


def drag(page: Page, line: Locator, gap: str) -> None:
    """By the mouse, slowly enough for the gaps to appear."""
    line.get_by_role("button", name="Move this line", exact=True).hover()
    page.mouse.down()
    page.mouse.move(10, 10, steps=3)
    page.get_by_test_id(gap).hover()
    page.mouse.up()
