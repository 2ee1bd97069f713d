"""Web: cases counted by hand, and a slow walk along every visitor's events for everything else."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from stayflow.language.window import midnight
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
    ],
)
def test_errors_name_the_place(shanghai, changes, path):
    question = {**ASKED, **changes}
    with pytest.raises(InvalidInput) as caught:
        who = question.pop("who", None)
        shanghai.who(who, **question) if who else shanghai.ask(**question)
    assert caught.value.path == path
