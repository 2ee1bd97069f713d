"""Status: growth accounting, by hand and against sets of people in plain Python."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from tests.measure.conftest import ZONES
from tests.measure.world import Happened, World

RANGE = {"from": "2026-03-11", "to": "2026-03-20"}


def on(day: str, person: int) -> Happened:
    return Happened("a", person, datetime.fromisoformat(f"{day}T04:00:00+00:00"))


def test_beside_the_range_before(shanghai):
    """The range compared with is held against the one before itself, as when it is asked alone."""
    shanghai.fill(
        [on(day, 1) for day in ("2026-02-20", "2026-03-03", "2026-03-12")]
        + [on("2026-03-04", 2), on("2026-02-21", 3)]
    )
    asked = {"kind": "status", "per": "week"}
    compared = {**asked, "range": RANGE, "compare": "previous"}
    result = shanghai.ask(**compared)
    alone = shanghai.ask(**asked, range={"from": "2026-03-01", "to": "2026-03-10"})
    assert {**result["previous"], "series": result["previous_series"]} == alone
    assert (result["active"], result["previous"]["active"]) == (1, 2)
    assert shanghai.who({"stage": "new", "compared": True}, **compared) == {2}
    assert shanghai.who({"stage": "churned", "compared": True}, **compared) == {3}
    assert shanghai.who({"from": "new", "to": "churned"}, **compared) == {2}
    cell = {"stage": "kept", "t": result["previous_series"][1]["t"], "compared": True}
    assert shanghai.who(cell, **compared) == set()
    march = {**asked, "per": "month", "at": "2026-03-13", "compare": "previous"}
    assert shanghai.ask(**march)["previous"]["active"] == 2


def test_new_kept_returned_churned_and_silent(shanghai):
    shanghai.fill(
        [
            on("2026-03-12", 1),
            *(on("2026-03-05", 2), on("2026-03-13", 2)),
            *(on("2026-02-01", 3), on("2026-03-14", 3)),
            on("2026-03-06", 4),
            on("2026-02-02", 5),
            on("2026-03-25", 6),
        ]
    )
    question = {"kind": "status", "range": RANGE, "per": "week"}
    result = shanghai.ask(**question)
    assert result["active"] == 3
    assert {each["stage"]: each["people"] for each in result["stages"]} == {
        "new": 1,
        "kept": 1,
        "returned": 1,
        "churned": 1,
        "silent": 1,
    }
    found = {
        name: shanghai.who({"stage": name}, **question)
        for name in ("new", "kept", "returned", "churned", "silent")
    }
    assert found == {"new": {1}, "kept": {2}, "returned": {3}, "churned": {4}, "silent": {5}}
    assert shanghai.who({}, **question) == {1, 2, 3}
    assert result["moves"] == [
        {"from": None, "to": "new", "people": 1},
        {"from": "new", "to": "kept", "people": 1},
        {"from": "new", "to": "churned", "people": 1},
        {"from": "silent", "to": "returned", "people": 1},
        {"from": "silent", "to": "silent", "people": 1},
    ]
    assert shanghai.who({"from": None, "to": "new"}, **question) == {1}
    assert shanghai.who({"from": "new", "to": "churned"}, **question) == {4}
    week = {"kind": "status", "per": "week", "at": "2026-03-13", "model": "default"}
    assert shanghai.who({"stage": "kept"}, **week) == {2}
    assert shanghai.who({"stage": "new"}, **week) == {1}


def test_weeks_are_whole_and_one_that_is_not_over_is_marked(shanghai):
    """The range begins on a Wednesday and ends on one; now it is Friday, 10 April."""
    shanghai.fill(
        [on("2026-03-23", 1), on("2026-04-06", 1), on("2026-03-31", 2), on("2026-04-10", 2)]
    )
    question = {
        "kind": "status",
        "range": {"from": "2026-03-25", "to": "2026-04-08"},
        "per": "week",
    }
    found = {each["t"]: each for each in shanghai.ask(**question)["series"]}
    assert [(t, each["active"], each["is_incomplete"]) for t, each in found.items()] == [
        ("2026-03-23", 1, False),
        ("2026-03-30", 1, False),
        ("2026-04-06", 2, True),
    ]
    assert found["2026-04-06"]["kept"] == 1
    assert shanghai.who({"stage": "kept", "t": "2026-04-06"}, **question) == {2}


def test_before_anything_could_happen_nobody_did(shanghai):
    """A range that begins before 1970, and one that is compared with such days."""
    shanghai.fill([on("2026-03-02", 1), on("2026-03-03", 2)])
    ever = {"from": "1960-01-01", "to": "2026-03-31"}
    result = shanghai.ask(kind="status", range=ever, per="month", compare="previous")
    assert (result["active"], result["previous"]["active"]) == (2, 0)
    assert result["series"][0]["t"] == "1960-01-01"
    assert [each["t"] for each in result["series"] if each["new"]] == ["2026-03-01"]
    assert not any(each["active"] for each in result["previous_series"])


def test_a_range_that_has_not_begun_has_no_periods(shanghai):
    shanghai.fill([on("2026-03-23", 1)])
    result = shanghai.ask(kind="status", range={"from": "2027-01-01", "to": "2027-01-31"})
    assert (result["active"], result["series"]) == (0, [])


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"range": {"last": "24h"}}, "unsupported", "range"),
        ({"filter": {"property": "category", "value": "x"}}, "unsupported", "filter"),
        ({"by": {"property": "category"}}, "unsupported", "by"),
        ({"per": "hour"}, "malformed", "per"),
        ({"at": "2026-03-12"}, "query_invalid", "at"),
        ({"model": "mine"}, "malformed", "model"),
    ],
)
def test_mistakes_name_their_place(shanghai, change, code, path):
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**{"kind": "status", "range": RANGE, **change})
    assert (caught.value.code, caught.value.path) == (code, path)


def reference(world: World, begin: date, end: date, before: date) -> dict[str, set[int]]:
    """The sets of one period (its days from `begin` to `end`) and of the one that begins on `before`."""

    def active(first: date, last: date) -> set[int]:
        return {
            world.person(e.person)
            for e in world.events
            if first <= e.at.astimezone(world.zone).date() <= last
        }

    now, then = active(begin, end), active(before, begin - timedelta(days=1))
    known = active(date(1990, 1, 1), begin - timedelta(days=1))
    return {
        "active": now,
        "new": now - known,
        "kept": now & then,
        "returned": now & known - then,
        "churned": then - now,
        "silent": known - then - now,
    }


@given(
    events=st.lists(
        st.builds(
            lambda person, hours: Happened(
                "a", person, datetime(2026, 2, 20, tzinfo=UTC) + timedelta(hours=hours)
            ),
            st.integers(1, 7),
            st.integers(0, 32 * 24),
        ),
        max_size=30,
    ),
    merges=st.sampled_from([{}, {4: 1}, {3: 2, 4: 2}]),
    zone=st.sampled_from(ZONES),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_agrees_with_sets_of_people(world_in, events, merges, zone):
    world = world_in(zone).fill(events, merges)
    question = {"kind": "status", "range": RANGE}
    result = world.ask(**question)
    first, last = date(2026, 3, 11), date(2026, 3, 20)
    whole = reference(world, first, last, date(2026, 3, 1))
    assert {each["stage"]: each["people"] for each in result["stages"]} == {
        name: len(people) for name, people in whole.items() if name != "active"
    }
    assert [point["t"] for point in result["series"]] == [f"2026-03-{day}" for day in range(11, 21)]
    for point in result["series"]:
        day = date.fromisoformat(point.pop("t"))
        expected = reference(world, day, day, day - timedelta(days=1))
        assert not point.pop("is_incomplete")
        assert point == {name: len(people) for name, people in expected.items()}
        assert point["active"] == point["new"] + point["kept"] + point["returned"]
    then = reference(world, date(2026, 3, 1), date(2026, 3, 10), date(2026, 2, 19))
    for name, people in whole.items():
        assert world.who({"stage": name}, **question) == people
    moves = {(each["from"], each["to"]): each["people"] for each in result["moves"]}
    for now in ("new", "kept", "returned", "churned", "silent"):
        expected = {earlier: len(then[earlier] & whole[now]) for earlier in then}
        expected[None] = len(whole[now]) - sum(expected.values()) + expected.pop("active")
        assert {k: n for k, n in expected.items() if n} == {
            earlier: people for (earlier, to), people in moves.items() if to == now
        }
