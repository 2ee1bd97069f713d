"""ONE-ID in the console: rules of kinds, a person's graph with merging and parting, match review."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.console.conftest import EMAIL, PASSWORD, Shop
from tests.console.test_accessible import problems, settle
from tests.journeys.server import SECONDS, wait_until
from tests.journeys.server import stayflow as command

pytestmark = pytest.mark.browser
MAPPING = """
event: {column: event}
time: {column: time, zone: UTC}
identities: {user_id: {column: user}, device: {column: device}, card: {column: card}, list: {column: list}}
attributes: {name: {column: name}, phone: {column: phone}, birthday: {column: birthday}}
"""
COLUMNS = ("event", "user", "device", "card", "list", "name", "phone", "birthday")
ROWS = (
    ("visit", "", "phone-1", "", "", "", "", ""),
    ("log_in", "lin", "phone-1", "", "", "Lin Yue", "13800138000", "1990-01-03"),
    ("bind_card", "lin", "", "C-7", "", "", "", ""),
    ("log_in", "mei", "phone-1", "", "", "Mei Chen", "13911112222", "1985-06-30"),
    ("sign_up", "", "", "", "L-1", "Lin Yueh", "138 0013 8001", "1990-01-03"),
    ("sign_up", "", "", "", "L-2", "Mei Cheng", "13911112222", "1985-06-30"),
    ("sign_up", "", "", "", "L-3", "Wang Fang", "13733334444", "1971-11-20"),
    ("sign_up", "", "", "", "L-4", "", "", ""),
)


@dataclass(frozen=True)
class Club:
    """A project of a few people: two accounts on one phone, and a list without shared identities."""

    url: str
    key: str

    def call(self, method: str, path: str, **arguments: Any) -> Any:
        answer = httpx.request(
            method,
            f"{self.url}/api/v1/projects/club{path}",
            headers={"Authorization": f"Bearer {self.key}"},
            timeout=SECONDS,
            **arguments,
        )
        assert answer.is_success, answer.text
        return answer.json()

    def open(self, page: Page, path: str) -> None:
        page.goto(f"{self.url}/p/club/{path}")

    def person(self, identity: str) -> int:
        """The living person of an identity."""
        found = self.call("POST", "/people", json={"search": identity, "limit": 5})
        return int(found["people"][0]["person_id"])


def _write(file: Path) -> None:
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow([*COLUMNS, "time"])
        for hour, row in enumerate(ROWS):
            rows.writerow([*row, (start + timedelta(hours=hour)).isoformat()])


@pytest.fixture(scope="module")
def club(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Club:
    made = command(shop.data, "project", "create", "club", "--zone", "UTC")
    club = Club(shop.url, made["api_key"])
    file = tmp_path_factory.mktemp("club") / "club.csv"
    _write(file)
    with file.open("rb") as rows:
        begun = club.call(
            "POST", "/imports", files={"file": ("club.csv", rows)}, data={"mapping": MAPPING}
        )
    path = f"/imports/{begun['import_id']}"
    wait_until(lambda: club.call("GET", path)["state"] == "done")
    club.call("POST", "/users", json={"email": EMAIL, "password": PASSWORD, "role": "owner"})
    return club


def identity(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=f"Pick {name}", exact=True)


def check_accessible(page: Page, where: str) -> None:
    page.mouse.move(0, 0)  # nothing is under the pointer
    settle(page)
    assert problems(page, where) == []


def test_a_graph_says_why_two_identities_are_one_person(page: Page, club: Club) -> None:
    club.open(page, f"people/{club.person('lin')}")
    page.get_by_role("link", name="Identity graph and merges").click()
    expect(page.get_by_role("heading", name="Identity graph")).to_be_visible()
    picture = page.get_by_role("img", name="A graph of")
    expect(picture.locator("svg")).to_be_visible()
    expect(page.get_by_text("refused: shared device").first).to_be_visible()
    identity(page, "card C-7").check()
    identity(page, "device phone-1").check()
    chain = page.get_by_test_id("chain")
    expect(chain.locator("li")).to_have_count(3)
    expect(chain).to_contain_text("user_id lin")
    expect(chain).to_contain_text("bind_card")
    check_accessible(page, "graph")


def test_picked_identities_are_detached_after_a_preview_and_it_is_taken_back(
    page: Page, club: Club
) -> None:
    person = club.person("C-7")
    club.open(page, f"people/{person}/graph")
    identity(page, "card C-7").check()
    page.get_by_role("button", name="Detach picked").click()
    preview = page.get_by_test_id("regroup")
    expect(preview.locator("section").nth(0).locator(".part")).to_have_count(1)
    expect(preview.locator("section").nth(1).locator(".part")).to_have_count(2)
    page.get_by_label("Note (optional)").fill("the card was lent")
    page.get_by_role("button", name="Part", exact=True).click()
    expect(page.get_by_text("Parted.")).to_be_visible()
    expect(page.get_by_text(f"of #{club.person('C-7')}")).to_be_visible()
    assert club.person("C-7") != person

    page.get_by_role("button", name="Take back").first.click()
    expect(page.get_by_test_id("regroup").locator("section").nth(1).locator(".part")).to_have_count(
        1
    )
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_text("of #").filter(has_text=str(person))).to_have_count(0)
    wait_until(lambda: club.person("C-7") == person)


def test_two_people_are_merged_after_a_preview(page: Page, club: Club) -> None:
    person, other = club.person("L-4"), club.person("C-7")
    club.open(page, f"people/{other}/graph")
    page.get_by_role("button", name="Merge with another person").click()
    page.get_by_role("combobox", name="The other person").fill("L-4")
    page.get_by_text(f"list L-4 · #{person}").click()
    page.get_by_role("button", name="Preview").click()
    after = page.get_by_test_id("regroup").locator("section").nth(1)
    expect(after.locator(".part")).to_have_count(1)
    expect(after).to_contain_text("list L-4")
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(identity(page, "list L-4")).to_be_visible()
    expect(page.get_by_text("merged by hand").first).to_be_visible()
    assert club.person("L-4") == club.person("C-7")


def test_matches_are_searched_for_and_judged_by_mouse_and_keyboard(page: Page, club: Club) -> None:
    club.open(page, "matches")
    expect(page.get_by_role("heading", name="Nothing to review")).to_be_visible()
    check_accessible(page, "matches, none")
    page.get_by_role("button", name="Search", exact=True).first.click()
    page.get_by_text("Only people with a kind of identity").click()
    page.get_by_role("combobox", name="Identity kind").click()
    page.get_by_text("list · 4").click()
    page.get_by_role("dialog").get_by_role("button", name="Search").click()
    pairs = page.get_by_role("list", name="Match review").get_by_role("button")
    expect(pairs).to_have_count(2)
    expect(pairs.first).to_contain_text("Mei Chen")
    expect(page.get_by_role("row", name="phone")).to_contain_text("the same")
    check_accessible(page, "matches")

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("row", name="phone")).to_contain_text("one typo")
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Same person, merge").click()
    expect(pairs).to_have_count(1)
    assert club.person("L-2") == club.person("mei")
    page.keyboard.press("r")
    expect(page.get_by_role("heading", name="Nothing to review")).to_be_visible()

    page.get_by_text("Merged 1").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone 1")).to_be_visible()
    assert club.person("L-2") != club.person("mei")


def test_what_is_compared_can_be_changed(page: Page, club: Club) -> None:
    club.open(page, "matches")
    page.get_by_role("button", name="Rules").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("drawn from the catalogue")).to_be_visible()
    dialog.get_by_label("Propose from a probability of").fill("0.8")
    dialog.get_by_role("button", name="Remove birthday").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    rules = club.call("GET", "/matches/rules")
    assert (rules["saved"], rules["propose_at"]) == (True, 0.8)
    assert "birthday" not in {field["name"] for field in rules["fields"]}


def test_rules_of_a_kind_are_changed_and_everybody_is_weighed_again(page: Page, club: Club) -> None:
    club.open(page, "identity-kinds")
    expect(page.get_by_role("row", name="card")).to_contain_text("any number")
    page.get_by_role("button", name="shared device: 1").click()
    refused = page.get_by_role("dialog")
    expect(refused.get_by_role("row", name="device phone-1")).to_contain_text("user_id mei")
    page.keyboard.press("Escape")
    expect(refused).to_have_count(0)
    check_accessible(page, "identity-kinds")
    page.get_by_role("button", name="Edit card").click()
    page.get_by_role("switch", name="Unique").click()
    page.get_by_label("Values that do not count", exact=True).fill("C-0\n\nC-0")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="card")).to_contain_text("Unique")
    kinds = {each["kind"]: each for each in club.call("GET", "/identity-kinds")["kinds"]}
    assert (kinds["card"]["unique"], kinds["card"]["blocked"]) == (True, ["C-0"])

    page.get_by_role("button", name="Write merges into events").click()
    page.get_by_role("dialog").get_by_role("button", name="OK").click()
    expect(page.get_by_text("Done: questions look up 0 merges.")).to_be_visible()
    assert club.call("GET", "/identities/squash")["in_force"]
