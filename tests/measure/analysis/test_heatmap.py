"""Heat maps: cases counted by hand, and a slow walk along every visitor's events for everything else."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope, ValueType
from tests.measure.conftest import NOW
from tests.measure.site import Site
from tests.measure.world import Happened, KnownNames

START = datetime(2026, 3, 10, tzinfo=UTC)
RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
ASKED = {"kind": "heatmap", "range": RANGE, "page": "/"}
PLACE = {"page_x": 300, "page_y": 95, "page_width": 1200, "page_height": 3000}


@pytest.fixture(scope="module")
def made(engines) -> Site:
    engines.warehouse.create_project(ProjectId("heatmaps"), "Asia/Shanghai")
    world = engines.warehouse.project(ProjectId("heatmaps"))
    return Site(world, zone=ZoneInfo("Asia/Shanghai"), now=NOW)


@pytest.fixture
def site(made) -> Site:
    made.now = NOW
    return made


def view(person: int, seconds: float, path: str = "/") -> tuple[Happened, str]:
    return Happened("page_view", person, START + timedelta(seconds=seconds)), path


def click(person: int, seconds: float, element: str = "a", path: str = "/", **told):
    properties = {"element_path": element, **told}
    at = START + timedelta(seconds=seconds)
    return Happened("element_click", person, at, properties), path


def test_clicks_people_and_their_share_of_visitors(site):
    site.put(
        *(view(1, 0), click(1, 5), click(1, 6, "b"), view(2, 0), click(2, 5)),
        *(view(3, 0), view(4, 0, "/other"), click(5, 9, "a", "/other"), click(6, 0, "b")),
    )
    found = site.ask(**ASKED)
    assert (found["views"], found["visitors"], found["viewers"]) == (3, 4, 3)
    assert (found["clicks"], found["people"], found["share"]) == (4, 3, 0.75)
    assert [(e["element"], e["clicks"], e["people"], e["share"]) for e in found["elements"]] == [
        ("a", 2, 2, 0.5),
        ("b", 2, 2, 0.5),
    ]
    assert found["pages"] == [{"page": "/", "clicks": 4}, {"page": "/other", "clicks": 1}]
    assert site.who({}, **ASKED) == {1, 2, 3, 6}
    assert site.who({"of": "viewers"}, **ASKED) == {1, 2, 3}
    assert site.who({"of": "clicked"}, **ASKED) == {1, 2, 6}
    assert site.who({"element": "b"}, **ASKED) == {1, 6}
    assert site.ask(kind="heatmap", range=RANGE)["page"] == "/"
    everywhere = {"kind": "heatmap", "range": RANGE, "page": "/*"}
    assert site.ask(**everywhere)["clicks"] == 5


def test_beside_the_month_before(site):
    """The page and its leading elements are those of now; whatever else was clicked then is the rest."""
    then = -20 * 86400.0
    site.put(
        *(view(1, 0), click(1, 5), click(1, 9), view(2, 0), click(2, 5, "b")),
        *(view(3, then), click(3, then + 5), view(3, then + 9, "/next"), view(4, then)),
        *(click(4, then + 5, "gone"), click(4, then + 9, "gone"), view(5, then)),
        *(click(n, then + 30, "z", "/busy") for n in (6, 7, 8, 9)),
    )
    february = {"from": "2026-02-01", "to": "2026-02-28"}
    asked = {"kind": "heatmap", "range": RANGE, "top": 1, "compare": february}
    found = site.ask(**asked)
    alone = site.ask(**{**ASKED, "range": february})
    assert found["previous"] == {name: alone[name] for name in found["previous"]}
    assert (found["page"], found["clicks"], found["previous"]["clicks"]) == ("/", 3, 3)
    counted = [(e["element"], e["clicks"], e["previous"]["clicks"]) for e in found["elements"]]
    assert counted == [("a", 2, 1), (None, 1, 2)]
    lead = next(each for each in alone["elements"] if each["element"] == "a")
    previous = found["elements"][0]["previous"]
    assert previous == {name: lead[name] for name in previous}
    assert site.who({"of": "visitors", "compared": True}, **asked) == {3, 4, 5}
    assert site.who({"element": "a", "of": "moved", "compared": True}, **asked) == {3}
    assert site.who({"is_other": True, "compared": True}, **asked) == {4}
    assert site.who({"is_other": True}, **asked) == {2}
    rest = site.ask(**{**asked, "filter": {"property": "element_path", "op": "ne", "value": "b"}})
    assert [(e["clicks"], e["previous"]["clicks"]) for e in rest["elements"]] == [(2, 1), (0, 2)]


def test_positions_and_next_pages_beside_the_month_before(site):
    """Then 3 clicked where 1 does and went on to the same page, 4 elsewhere and on to another; 5 only looked."""
    then, right = -20 * 86400.0, {**PLACE, "page_x": 600}
    site.put(
        *(view(1, 0), click(1, 5, **PLACE), view(1, 9, "/next")),
        *(view(2, 0), view(2, 9, "/other")),
        *(view(3, then), click(3, then + 5, **PLACE), view(3, then + 9, "/next")),
        *(view(4, then), click(4, then + 5, **right), view(4, then + 9, "/gone")),
        *(view(5, then), click(5, then + 5, "b", **right)),
    )
    asked = {**ASKED, "compare": {"from": "2026-02-01", "to": "2026-02-28"}}
    found = site.ask(**asked)
    once, never = {"clicks": 1, "people": 1}, {"clicks": 0, "people": 0}
    assert found["cells"] == [
        {"x": 10, "y": 2, **once, "previous": once},
        {"x": 20, "y": 2, **never, "previous": {"clicks": 2, "people": 2}},
    ]
    third = {"people": 1, "share": 1 / 3}
    assert found["next"] == [
        {"page": "/next", "people": 1, "share": 0.5, "previous": third},
        {"page": "/other", "people": 1, "share": 0.5, "previous": {"people": 0, "share": 0.0}},
    ]
    (button, rest) = found["elements"]
    half = {"people": 1, "share": 0.5}
    assert button["next"] == [{"page": "/next", "people": 1, "share": 1.0, "previous": half}]
    assert (rest["is_other"], rest["clicks"], rest["previous"]["clicks"]) == (True, 0, 1)
    assert found["unplaced"] == found["previous"]["unplaced"] == 0
    assert site.who({"x": 20, "y": 2, "compared": True}, **asked) == {4, 5}
    assert site.who({"x": 20, "y": 2}, **asked) == set()
    assert site.who({"next": "/next", "compared": True}, **asked) == {3}
    gone = {"element": "a", "next": "/gone", "compared": True}
    assert site.who(gone, **asked) == {4}


def test_the_next_page_is_the_next_view_of_the_visit(site):
    minute = 60
    site.put(
        *(view(1, 0), click(1, 5), view(1, 9, "/a"), view(1, 20, "/b")),
        *(view(2, 0), click(2, 5), view(2, 5 + 30 * minute, "/a")),  # a pause of just the silence
        *(view(3, 0), click(3, 5), view(3, 5.001 + 30 * minute, "/a")),  # a little more
        *(view(4, 0), click(4, 5), view(4, 9)),  # the same page again
        *(view(5, 0), click(5, 5, "b"), click(5, 6), view(5, 9, "/b")),
    )
    found = site.ask(**ASKED)
    first, second = found["elements"]
    assert (first["moved"], first["moved_share"], first["pending"]) == (4, 0.8, 0)
    assert first["next"] == [
        {"page": "/a", "people": 2, "share": 0.4},
        {"page": "/", "people": 1, "share": 0.2},
        {"page": "/b", "people": 1, "share": 0.2},
    ]
    assert second["next"] == [{"page": "/b", "people": 1, "share": 1}]
    assert (found["moved"], found["moved_share"]) == (4, 0.8)
    assert site.who({"element": "a", "next": "/a"}, **ASKED) == {1, 2}
    assert site.who({"next": "/a"}, **ASKED) == {1, 2}
    assert site.who({"of": "moved"}, **ASKED) == {1, 2, 4, 5}
    assert site.who({"of": "moved", "element": "b"}, **ASKED) == {5}
    strict = site.ask(**ASKED, silence="10s")
    assert strict["elements"][0]["moved"] == 3


def test_who_may_still_go_on_is_pending_and_not_lost(site):
    ago = (NOW - START).total_seconds()
    site.put(
        *(view(1, ago - 60), click(1, ago - 30), view(2, ago - 1801), click(2, ago - 1801)),
        *(view(3, ago - 60), click(3, ago - 50), view(3, ago - 20, "/a")),
    )
    asked = {"kind": "heatmap", "range": {"last": "7d"}, "page": "/"}
    found = site.ask(**asked)
    assert (found["moved"], found["pending"], found["moved_share"]) == (1, 1, 0.5)
    assert found["elements"][0]["pending"] == 1
    assert site.who({"of": "pending"}, **asked) == {1}
    assert site.who({"of": "pending", "element": "a"}, **asked) == {1}


def test_where_clicks_are_and_where_elements_lie(site):
    box = {
        "element_x_ratio": 0.5,
        "element_y_ratio": 0.5,
        "element_width": 120,
        "element_height": 30,
    }
    site.put(
        click(1, 0, **PLACE, **box, element_text="Buy"),
        click(2, 1, **{**PLACE, "page_x": 1200}, **box, element_text="Buy now"),
        click(3, 2, "c", **{**PLACE, "page_x": 1201}),  # beside the page
        click(4, 3, "c"),
    )
    found = site.ask(**ASKED, columns=4, row=10)
    assert found["cells"] == [
        {"x": 1, "y": 9, "clicks": 1, "people": 1},
        {"x": 3, "y": 9, "clicks": 1, "people": 1},
    ]
    assert (found["unplaced"], found["width"], found["height"]) == (2, 1200, 3000)
    first, second = found["elements"]
    assert (first["label"], first["x"], first["y"]) == ("Buy now", 0.625, 95)
    assert first["box"] == {"left": 0.575, "top": 80, "width": 0.1, "height": 30}
    assert (second["x"], second["box"]) == (None, None)
    assert site.who({"x": 1, "y": 9}, **ASKED, columns=4, row=10) == {1}


def test_three_clicks_within_a_second_are_clicked_in_anger(site):
    site.put(
        *(click(1, 0), click(1, 0.5), click(1, 1), click(1, 9)),
        *(click(2, 0), click(2, 0.5), click(2, 1.001)),
        *(click(3, 0), click(3, 0.1, "b"), click(3, 0.2)),
    )
    found = site.ask(**ASKED)
    assert (found["rage_clicks"], found["rage_people"]) == (3, 1)
    assert site.who({"of": "rage"}, **ASKED) == {1}
    assert site.who({"of": "rage", "element": "b"}, **ASKED) == set()


def test_a_click_that_nothing_follows_within_a_second_did_nothing(site):
    site.put(
        *(view(1, 0), click(1, 5), view(1, 6, "/a")),  # the end is included
        *(view(2, 0), click(2, 5), view(2, 6.001, "/a")),
        *(click(3, 5), click(3, 5.5), view(3, 6.2, "/a")),  # another click is no answer
        *(click(4, 5, "b"), click(4, 5.5, "c", "/other")),  # on another page one has come somewhere
    )
    found = site.ask(**ASKED)
    assert (found["dead_clicks"], found["dead_people"]) == (2, 2)
    assert [each["dead_clicks"] for each in found["elements"]] == [2, 0]
    assert site.who({"of": "dead"}, **ASKED) == {2, 3}
    assert site.who({"of": "dead", "element": "b"}, **ASKED) == set()
    site.now = START + timedelta(seconds=6)
    still = site.ask(**ASKED)
    assert still["dead_clicks"] == 0  # nobody knows yet


def test_clicks_of_other_collectors_are_found_by_themselves(site):
    def told(name: str, person: int, **properties):
        return Happened(name, person, START, properties), "/"

    site.put(
        told("$WebClick", 1, **{"$element_path": "button#b"}),
        told("$autocapture", 2, **{"$event_type": "click", "$elements_chain": "button"}),
        told("$autocapture", 3, **{"$event_type": "submit", "$elements_chain": "form"}),
        click(4, 0),
    )
    found = site.ask(**ASKED)
    assert {each["element"] for each in found["elements"]} == {"button#b", "button", "a"}
    only = site.ask(**ASKED, click={"event": "$WebClick"}, element={"property": "$element_path"})
    assert (only["clicks"], only["visitors"]) == (1, 1)


class Spotted(Site):
    """A site that PostHog collects: what was clicked is one event, where it was another."""

    @property
    def scope(self) -> Scope:
        names = ("page_view", "$autocapture", "$heatmap_click", "$$heatmap")
        texts = dict.fromkeys(("path", "$event_type", "$elements_chain"), ValueType.TEXT)
        numbers = dict.fromkeys(("$page_x", "$page_y", "$viewport_width"), ValueType.NUMBER)
        return replace(super().scope, catalogue=KnownNames(names, texts | numbers, {}))


def test_where_posthog_says_clicks_were_counts_no_click_twice(made):
    """1 clicks a button twice, 2 once: their places come seconds later, and answer no click."""

    def told(name: str, person: int, seconds: float, **properties):
        at = START + timedelta(seconds=seconds)
        return Happened(
            name, person, at, {f"${key}": value for key, value in properties.items()}
        ), "/"

    clicked = {"event_type": "click", "elements_chain": "button"}
    place = {"page_x": 300, "page_y": 95, "viewport_width": 1200}
    site = Spotted(made.warehouse, zone=made.zone, now=NOW)
    site.put(
        *(view(1, 0), view(2, 0), view(3, 0)),
        *(told("$autocapture", 1, 1, **clicked), told("$autocapture", 1, 9, **clicked)),
        *(told("$heatmap_click", 1, 1.5, **place), told("$heatmap_click", 1, 9.5, **place)),
        *(told("$$heatmap", 1, 1.5), told("$$heatmap", 1, 9.5)),
        *(told("$autocapture", 2, 1, **clicked), told("$heatmap_click", 2, 5, **place)),
        told("$heatmap_click", 4, 5, **{**place, "page_x": 900}),
    )
    found = site.ask(**ASKED)
    assert (found["clicks"], found["people"], found["visitors"]) == (3, 2, 4)
    assert (found["dead_clicks"], found["unplaced"], found["width"]) == (3, 0, 1200)
    assert found["cells"] == [
        {"x": 10, "y": 2, "clicks": 3, "people": 2},
        {"x": 30, "y": 2, "clicks": 1, "people": 1},
    ]
    assert [(each["element"], each["clicks"]) for each in found["elements"]] == [("button", 3)]
    assert site.who({"x": 10, "y": 2}, **ASKED) == {1, 2}
    assert site.who({"x": 30, "y": 2}, **ASKED) == {4}
    only = site.ask(**ASKED, click={"event": "$heatmap_click"})
    assert (only["clicks"], only["people"], only["unplaced"]) == (4, 3, 0)


def test_pages_that_came_with_an_import_are_pages(site):
    imported = {"element_path": "a", "path": "/"}
    site.put((Happened("element_click", 1, START, imported), ""), click(2, 0), view(2, 1, "/a"))
    assert site.ask(**ASKED)["clicks"] == 2
    assert site.who({"next": "/a", "element": "a"}, **ASKED) == {2}
    assert site.ask(**ASKED, named_by={"property": "element_path"})["clicks"] == 0


def test_nothing_clicked_is_an_empty_answer(site):
    site.put(view(1, 0))
    found = site.ask(kind="heatmap", range=RANGE)
    assert (found["page"], found["clicks"], found["elements"]) == (None, 0, [])
    assert site.who({}, kind="heatmap", range=RANGE) == set()


happened = st.lists(
    st.tuples(
        st.sampled_from(("page_view", "element_click", "element_click", "buy")),
        st.integers(1, 6),
        st.sampled_from((-90_000, -1, 0, 1, 2, 59, 60, 119, 86_399, 86_400, 86_460, 172_800)),
        st.integers(0, 3),
        st.sampled_from(("/", "/", "/a", "/b")),
        st.sampled_from(("", "x", "y", "z")),
        st.sampled_from((None, 0, 10, 99, 100, 101)),
    ),
    min_size=1,
    max_size=60,
)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=happened, merges=st.sampled_from(({}, {5: 1}, {5: 1, 6: 2})), late=st.booleans())
def test_any_world_is_clicked_as_the_slow_reference_says(site, rows, merges, late):
    zero = datetime(2026, 3, 9, 16, tzinfo=UTC)  # midnight in Shanghai
    site.now = zero + timedelta(seconds=86_430 if late else 400_000)
    events = [
        (
            Happened(
                *(name, person, zero + timedelta(seconds=seconds + more / 2)),
                {
                    "element_path": element,
                    **({} if x is None else {"page_x": x, "page_y": x, "page_width": 100}),
                },
            ),
            path,
        )
        for name, person, seconds, more, path, element, x in rows
    ]
    site.put(*events, merges=merges)
    question = {
        "kind": "heatmap",
        "range": {"from": "2026-03-10", "to": "2026-03-10"},
        "page": "/",
        "silence": "60s",
        "columns": 5,
        "row": 20,
        "top": 2,
    }
    marks = marks_of(site, zero, zero + timedelta(days=1))
    check(site, site.ask(**question), marks, question)


@dataclass
class Mark:
    """A click on the page or a view of it, and what came of it."""

    person: int
    event: Happened
    next: str | None
    is_open: bool
    answered: datetime | None
    is_known: bool

    @property
    def is_dead(self) -> bool:
        """Known long enough, and nothing but clicks came within a second."""
        late = self.event.at + timedelta(seconds=1)
        return self.is_known and (self.answered is None or self.answered > late)

    @property
    def is_click(self) -> bool:
        return self.event.name == "element_click"


def marks_of(site: Site, start: datetime, end: datetime) -> list[Mark]:
    by_person = defaultdict(list)
    read = zip(site.events, site.columns["path"], strict=True)
    for event, path in sorted(read, key=lambda each: each[0].at):
        if start <= event.at < end + timedelta(days=1):
            by_person[site.person(event.person)].append((event, path))
    silence, marks = timedelta(seconds=60), []
    for person, theirs in by_person.items():
        for index, (event, path) in enumerate(theirs):
            if path != "/" or event.at >= end or event.name == "buy":
                continue
            led, is_open, before = None, False, event
            for after, where in theirs[index + 1 :]:
                if after.at - before.at > silence:
                    break
                if after.name == "page_view":
                    led = where
                    break
                before = after
            else:
                is_open = before.at + silence >= site.now
            answers = [
                after.at
                for after, where in theirs[index + 1 :]
                if (after.name, where) != ("element_click", "/") or after.at >= end
            ]
            is_known = event.at + timedelta(seconds=1) < site.now
            answered = answers[0] if answers else None
            marks.append(Mark(person, event, led, is_open, answered, is_known))
    return marks


def led(marks: list[Mark]) -> tuple[int, int, list[tuple[str, int]]]:
    """Who moved, who is pending, and the next pages with their people."""
    moved = {each.person for each in marks if each.next is not None}
    pending = {each.person for each in marks if each.is_open} - moved
    pages = {page: {m.person for m in marks if m.next == page} for page in {m.next for m in marks}}
    leading = sorted((-len(them), page) for page, them in pages.items() if page is not None)
    return len(moved), len(pending), [(page, -people) for people, page in leading]


def check(site: Site, found, marks: list[Mark], question) -> None:
    clicks, views = [m for m in marks if m.is_click], [m for m in marks if not m.is_click]
    assert (found["views"], found["clicks"]) == (len(views), len(clicks))
    assert found["visitors"] == len({m.person for m in marks})
    assert found["people"] == len({m.person for m in clicks})
    moved, pending, pages = led(views)
    assert (found["moved"], found["pending"]) == (moved, pending)
    assert [(n["page"], n["people"]) for n in found["next"]] == pages
    by_element = defaultdict(list)
    for mark in clicks:
        by_element[mark.event.properties["element_path"]].append(mark)
    ranked = sorted(by_element, key=lambda element: (-len(by_element[element]), element))
    rest = [mark for element in ranked[2:] for mark in by_element[element]]
    wanted = [(name or None, False, by_element[name]) for name in ranked[:2]]
    wanted += [(None, True, rest)] if rest else []
    assert len(found["elements"]) == len(wanted)
    for each, (name, is_other, theirs) in zip(found["elements"], wanted, strict=True):
        assert (each["element"], each["is_other"], each["clicks"]) == (name, is_other, len(theirs))
        moved, pending, pages = led(theirs)
        assert (each["moved"], each["pending"]) == (moved, pending)
        assert [(n["page"], n["people"]) for n in each["next"]] == pages
        placed = [m.event.properties["page_x"] for m in theirs if is_placed(m)]
        assert each["y"] == (median(placed) if placed and not is_other else None)
    cells = Counter(
        (min(m.event.properties["page_x"] // 20, 4), m.event.properties["page_x"] // 20)
        for m in clicks
        if is_placed(m)
    )
    assert {(c["x"], c["y"]): c["clicks"] for c in found["cells"]} == cells
    assert found["unplaced"] == len(clicks) - sum(cells.values())
    raging = [m for theirs in by_element.values() for m in theirs if is_rage(m, theirs)]
    assert found["rage_clicks"] == len(raging)
    assert site.who({"of": "rage"}, **question) == {m.person for m in raging}
    dead = [m for m in clicks if m.is_dead]
    assert found["dead_clicks"] == len(dead)
    assert site.who({"of": "dead"}, **question) == {m.person for m in dead}
    assert site.who({"is_other": True}, **question) == {m.person for m in rest}


def is_placed(mark: Mark) -> bool:
    return mark.event.properties.get("page_x", 101) <= 100


def is_rage(mark: Mark, theirs: list[Mark]) -> bool:
    """Some second holds it and two more of the same person on the same element."""
    times = [m.event.at for m in theirs if m.person == mark.person]
    return any(
        start <= mark.event.at <= start + timedelta(seconds=1)
        and sum(start <= at <= start + timedelta(seconds=1) for at in times) >= 3
        for start in times
    )


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"click": {"event": "nowhere"}}, "click.event"),
        ({"view": {"event": "nowhere"}}, "view.event"),
        ({"element": {"property": "nothing"}}, "element.property"),
        ({"position": {"x": "element_path"}}, "position.x"),
        ({"position": {"left": "page_x"}}, "position.left"),
        ({"named_by": {"property": "nothing"}}, "named_by.property"),
        ({"by": {"property": "path"}}, "by"),
        ({"silence": "2d"}, "silence"),
        ({"columns": 1000}, "columns"),
        ({"scroll": 1}, "scroll"),
        ({"who": {"x": 40}}, "who.x"),
        ({"who": {"of": "angry"}}, "who.of"),
        ({"who": {"of": "viewers", "element": "a"}}, "who.of"),
    ],
)
def test_errors_name_the_place(site, changes, path):
    question = {**ASKED, **changes}
    with pytest.raises(InvalidInput) as caught:
        who = question.pop("who", None)
        site.who(who, **question) if who else site.ask(**question)
    assert caught.value.path == path


def test_a_project_without_clicks_is_told_what_to_collect(shanghai):
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**ASKED, view={"event": "view"})
    assert (caught.value.code, caught.value.path) == ("unknown_event", "click.event")
    assert "element_click" in str(caught.value)
