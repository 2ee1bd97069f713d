"""Web: cases counted by hand, and a slow walk along every visitor's events for everything else."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId
from stayflow.language.window import midnight
from tests.measure.conftest import NOW
from tests.measure.site import Site
from tests.measure.world import Happened, World

START = datetime(2026, 3, 10, tzinfo=UTC)
RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
ASKED = {"kind": "web", "range": RANGE, "view": {"event": "view"}}


def at(name: str, person: int, seconds: float) -> Happened:
    return Happened(name, person, START + timedelta(seconds=seconds))


def put(world: World, events, merges=None, **columns) -> None:
    """Fill a world with columns that its events do not have of themselves."""
    world.fill(events, merges=merges)
    table = world._table()
    for name, values in columns.items():
        table = table.append_column(name, pa.array(values, pa.string()))
    world.warehouse.execute("TRUNCATE TABLE events")
    world.warehouse.insert("events", table)


def test_views_visitors_visits_and_what_a_bounce_is(shanghai):
    put(
        shanghai,
        [
            *(at("view", 1, 0), at("view", 1, 60), at("view", 1, 7200)),
            *(at("view", 2, 0), at("buy", 2, 30), at("buy", 3, 0)),
        ],
    )
    found = shanghai.ask(**ASKED)
    assert (found["pv"], found["uv"], found["visits"]) == (4, 2, 3)
    assert (found["bounces"], found["visit_seconds"], found["median_visit_seconds"]) == (1, 30, 30)
    assert found["pages_per_visit"] == pytest.approx(4 / 3)
    assert shanghai.who({"of": "bounced"}, **ASKED) == {1}
    assert shanghai.who({}, **ASKED) == {1, 2}


def test_new_and_returning_add_up_and_everything_done_before_counts(shanghai):
    put(
        shanghai,
        [at("buy", 1, -20 * 86400), at("view", 1, 0), at("view", 2, 0), at("view", 2, 86400)],
    )
    answer = shanghai.ask(**ASKED)
    assert (answer["new_visitors"], answer["returning_visitors"], answer["uv"]) == (1, 1, 2)
    assert {p["t"]: p["new_visitors"] for p in answer["series"] if p["visits"]} == {
        "2026-03-10": 1,
        "2026-03-11": 0,
    }
    assert shanghai.who({"of": "new"}, **ASKED) == {2}
    assert shanghai.who({"of": "returning"}, **ASKED) == {1}
    assert shanghai.who({"of": "returning", "t": "2026-03-11"}, **ASKED) == {2}


def test_entry_exit_and_every_page(shanghai):
    put(
        shanghai,
        [at("view", 1, 0), at("view", 1, 10), at("view", 1, 20), at("view", 2, 0)],
        path=["/", "/a", "/", "/a"],
    )

    def values(dimension):
        found = shanghai.ask(**ASKED, dimension=dimension)["values"]
        return {v["value"]: (v["visits"], v["pv"]) for v in found}

    assert values("entry") == {"/": (1, 3), "/a": (1, 1)}
    assert values("exit") == {"/": (1, 3), "/a": (1, 1)}
    assert values("page") == {"/": (1, 2), "/a": (2, 2)}
    assert shanghai.who({"value": "/a"}, **ASKED, dimension="page") == {1, 2}


def test_sources_have_shares_and_the_rest_is_together(shanghai):
    put(
        shanghai,
        [at("view", 1, 0), at("view", 2, 0), at("view", 3, 0), at("view", 4, 0)],
        source=["google", "google", "", "bing"],
        ip=["1.1.1.1", "1.1.1.1", "", "2.2.2.2"],
    )
    answer = shanghai.ask(**ASKED, dimension="source", top=1)
    assert [(v["value"], v["is_other"], v["share"]) for v in answer["values"]] == [
        ("google", False, 0.5),
        (None, True, 0.5),
    ]
    assert answer["ips"] == 2
    plain = shanghai.ask(**ASKED, top=2)
    assert [(each["source"], each["is_other"], each["uv"]) for each in plain["sources"]] == [
        ("google", False, 2),
        (None, False, 1),
        (None, True, 1),
    ]
    assert plain["values"] == []
    assert shanghai.who({"source": "google"}, **ASKED, dimension="entry") == {1, 2}
    assert shanghai.who({"source": None}, **ASKED) == {3}
    assert shanghai.who({"source": None, "is_other": True}, **ASKED, top=2) == {4}
    assert shanghai.who({"is_other": True}, **ASKED, dimension="source", top=1) == {3, 4}
    assert shanghai.who({"value": None}, **ASKED, dimension="source") == {3}


def test_hours_are_those_of_the_project_and_who_is_live(shanghai):
    put(shanghai, [at("view", 1, 0), at("view", 2, 3600)])
    hours = shanghai.ask(**ASKED)["hours"]
    assert [(h["weekday"], h["hour"], h["visits"]) for h in hours] == [(2, 8, 1), (2, 9, 1)]
    assert shanghai.who({"weekday": 2, "hour": 9}, **ASKED) == {2}
    now = shanghai.now
    put(
        shanghai,
        [
            Happened("buy", 1, now - timedelta(minutes=5)),
            Happened("view", 2, now - timedelta(minutes=6)),
        ],
    )
    assert shanghai.ask(**ASKED)["live"] == 1
    assert shanghai.who({"of": "live"}, **ASKED) == {1}


def test_a_visit_runs_through_a_merge(shanghai):
    put(shanghai, [at("view", 7, 0), at("view", 2, 10)], merges={7: 2})
    found = shanghai.ask(**ASKED)
    assert (found["visits"], found["uv"], found["pv"]) == (1, 1, 2)


@pytest.fixture(scope="module")
def site(engines) -> Site:
    """A project that our SDK collects for."""
    engines.warehouse.create_project(ProjectId("web_site"), "Asia/Shanghai")
    return Site(engines.warehouse.project(ProjectId("web_site")), ZoneInfo("Asia/Shanghai"), NOW)


def told(name: str, person: int, seconds: float, path: str = "/", **properties):
    return Happened(name, person, START + timedelta(seconds=seconds), properties), path


def test_what_collectors_tell_of_a_visit_does_not_undo_its_bounce(site):
    site.put(
        *(told("session_start", 1, 0), told("page_view", 1, 0), told("page_leave", 1, 60)),
        *(told("page_view", 2, 0), told("element_click", 2, 5), told("page_leave", 2, 60)),
    )
    found = site.ask(kind="web", range=RANGE)
    assert (found["visits"], found["bounces"], found["bounce_rate"]) == (2, 1, 0.5)
    assert site.who({"of": "bounced"}, kind="web", range=RANGE) == {1}


def test_visible_time_is_added_up_per_visit_and_per_page_where_it_was_measured(site):
    site.put(
        *(told("page_view", 1, 0), told("page_leave", 1, 9, visible_ms=4000)),
        *(told("page_view", 1, 9, "/a"), told("page_leave", 1, 20, "/a", visible_ms=1500)),
        *(told("page_leave", 1, 30, "/a", visible_ms=500), told("page_view", 2, 0)),
        *(told("page_view", 3, 0), told("page_leave", 3, 9, visible_ms=2000, looked_at=7)),
    )
    asked = {"kind": "web", "range": RANGE}
    found = site.ask(**asked, dimension="page")
    assert (found["visits"], found["measured"]) == (3, 2)
    assert (found["visible_seconds"], found["median_visible_seconds"]) == (4, 4)
    assert {each["value"]: each["visible_seconds"] for each in found["values"]} == {"/": 3, "/a": 2}
    seconds = {"event": "page_leave", "property": "looked_at", "unit": "s"}
    assert site.ask(**asked, visible=seconds)["visible_seconds"] == 7
    site.put(told("page_view", 1, 0))
    assert site.ask(**asked)["visible_seconds"] is None


def test_words_searched_on_the_site_and_by_whom(site):
    asked = {"kind": "web", "range": RANGE}
    site.put(
        *(told("search", 1, 0, query="Milk "), told("search", 2, 0, query="milk")),
        *(told("search", 2, 9, query=" "), told("search", 3, 9, query="tea"), told("search", 3, 9)),
        *(told("view", 4, 0, query="milk"), told("search", 5, 0), told("search", 6, 0)),
        search_engine=["", "", "", "", "", "", "", "bing"],
        keyword=[
            "",
            "",
            "",
            "",
            "",
            "",
            "jam",
            "toys",
        ],  # a word of the site, and of a search engine
    )
    found = site.ask(**asked, top=2)["searches"]
    assert [(e["word"], e["searches"], e["people"], e["share"]) for e in found] == [
        ("milk", 2, 2, 0.5),
        ("jam", 1, 1, 0.25),
        (None, 1, 1, 0.25),
    ]
    assert site.who({"word": "milk"}, **asked) == {1, 2}
    assert site.who({"word": None, "is_other": True}, **asked, top=2) == {3}
    named = site.ask(**asked, search={"event": "view", "property": "query"})["searches"]
    assert [(each["word"], each["people"]) for each in named] == [("milk", 1)]


def test_traffic_beside_that_of_another_range(site):
    day = 86_400
    site.put(told("page_view", 1, 0), told("page_view", 2, -day), told("page_view", 3, -day))
    asked = {"kind": "web", "range": {"from": "2026-03-10", "to": "2026-03-10"}}
    asked["compare"] = "previous"
    found = site.ask(**asked)
    assert (found["uv"], found["previous"]["uv"], found["new_visitors"]) == (1, 2, 1)
    assert [(p["t"], p["uv"]) for p in found["previous_series"]] == [("2026-03-09", 2)]
    assert site.who({"compared": True}, **asked) == {2, 3}


events = st.lists(
    st.tuples(
        st.sampled_from(("view", "view", "buy")),
        st.integers(1, 6),
        st.sampled_from((-100_000, -3601, -60, -1, 0, 59, 61, 1800, 3601, 7200, 86_399, 86_400)),
        st.integers(0, 3),
        st.sampled_from(("", "/a", "/b")),
        st.sampled_from(("", "p", "q")),
    ),
    min_size=1,
    max_size=40,
)


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    events=events,
    merges=st.sampled_from(({}, {5: 1}, {5: 1, 6: 2})),
    zone=st.sampled_from(("America/New_York", "Europe/Berlin")),
)
def test_any_world_is_visited_as_the_slow_reference_says(world_in, events, merges, zone):
    world = world_in(zone)
    day = {"America/New_York": date(2026, 3, 8), "Europe/Berlin": date(2026, 3, 29)}[zone]
    zero = midnight(day, world.zone)  # of the day the clocks change
    end = midnight(day + timedelta(days=1), world.zone)
    world.now = zero + timedelta(seconds=3700)
    happened = [
        Happened(name, person, zero + timedelta(seconds=seconds + more))
        for name, person, seconds, more, _, _ in events
    ]
    paths, sources = [each[4] for each in events], [each[5] for each in events]
    put(world, happened, merges=merges, path=paths, source=sources)
    question = {
        "kind": "web",
        "range": {"from": str(day), "to": str(day)},
        "view": {"event": "view"},
        "silence": "60s",
    }
    visits, old = visits_of(world, happened, paths, sources, zero, end)
    answer = world.ask(**question)
    check(answer, visits, old)
    hours = Counter(
        (
            v[1][0][0].at.astimezone(world.zone).isoweekday(),
            v[1][0][0].at.astimezone(world.zone).hour,
        )
        for v in visits
    )
    assert {(h["weekday"], h["hour"]): h["visits"] for h in answer["hours"]} == hours
    for dimension, read in (
        ("source", lambda visit: {visit[0][2]}),
        ("entry", lambda visit: {pages(visit)[0]}),
        ("exit", lambda visit: {pages(visit)[-1]}),
        ("page", lambda visit: set(pages(visit))),
    ):
        found = world.ask(**question, dimension=dimension)["values"]
        assert {each["value"] or "" for each in found} == {
            value for _, visit, _ in visits for value in read(visit)
        }
        for each in found:
            mine = [v for v in visits if (each["value"] or "") in read(v[1])]
            assert each["visits"] == len(mine)
            assert each["uv"] == len({person for person, *_ in mine})
        first = found[0]["value"] if found else None
        assert world.who({"value": first}, **question, dimension=dimension) == {
            person for person, visit, _ in visits if (first or "") in read(visit)
        }


def pages(visit):
    return [path for event, path, _ in visit if event.name == "view"]


def visits_of(world, happened, paths, sources, zero, end):
    """(person, its events with path and source, whether it may go on); and who was there before."""
    by_person = defaultdict(list)
    rows = sorted(zip(happened, paths, sources, strict=True), key=lambda each: each[0].at)
    for row in rows:
        by_person[world.person(row[0].person)].append(row)
    visits, silence, around = [], timedelta(seconds=60), timedelta(days=1)
    for person, theirs in by_person.items():
        cut: list[list] = []
        for row in theirs:
            if not zero - around <= row[0].at < end + around:
                continue
            if not cut or row[0].at - cut[-1][-1][0].at > silence:
                cut.append([])
            cut[-1].append(row)
        for number, visit in enumerate(cut):
            is_open = number + 1 == len(cut) and visit[-1][0].at + silence >= world.now
            if zero <= visit[0][0].at < end and any(row[0].name == "view" for row in visit):
                visits.append((person, visit, is_open))
    old = {world.person(each.person) for each in happened if each.at < zero}
    return visits, old


def check(numbers, visits, old) -> None:
    people = {person for person, *_ in visits}
    seconds = [(v[-1][0].at - v[0][0].at).total_seconds() for _, v, _ in visits]
    assert numbers["visits"] == len(visits)
    assert numbers["uv"] == len(people)
    assert numbers["new_visitors"] == len(people - old)
    assert numbers["pv"] == sum(len(pages(visit)) for _, visit, _ in visits)
    assert numbers["bounces"] == sum(len(v) == 1 and not is_open for _, v, is_open in visits)
    assert numbers["open"] == sum(is_open for *_, is_open in visits)
    assert numbers["median_visit_seconds"] == (median(seconds) if seconds else None)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"view": {"event": "nowhere"}}, "view.event"),
        ({"dimension": "nothing"}, "dimension"),
        ({"by": {"property": "source"}}, "by"),
        ({"per": "year"}, "per"),
        ({"pages": 1}, "pages"),
        ({"who": {"hour": 24}}, "who.hour"),
        ({"who": {"of": "old"}}, "who.of"),
        ({"who": {"t": "2026-04-01"}}, "who.t"),
        ({"who": {"compared": True}}, "who.compared"),
        ({"visible": {"event": "nowhere"}}, "visible.event"),
        ({"visible": {"event": "buy", "property": "category"}}, "visible.property"),
        ({"visible": {"event": "buy", "unit": "hours"}}, "visible.unit"),
        ({"search": {"event": "buy", "property": "nothing"}}, "search.property"),
    ],
)
def test_errors_name_the_place(shanghai, changes, path):
    question = {**ASKED, **changes}
    with pytest.raises(InvalidInput) as caught:
        who = question.pop("who", None)
        shanghai.who(who, **question) if who else shanghai.ask(**question)
    assert caught.value.path == path
