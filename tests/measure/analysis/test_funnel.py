"""Funnel: cases counted by hand, and a slow search over all chains for everything else."""

from datetime import UTC, datetime, timedelta
from itertools import product
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from tests.measure.conftest import ZONES
from tests.measure.world import Happened, World

START = datetime(2026, 3, 1, tzinfo=UTC)
RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
ABC = [{"event": "a"}, {"event": "b"}, {"event": "c"}]


def at(name: str, person: int, seconds: float, **properties) -> Happened:
    return Happened(name, person, START + timedelta(seconds=seconds), properties)


def people_of(world: World, **question) -> list[int]:
    return [step["people"] for step in world.ask(kind="funnel", range=RANGE, **question)["steps"]]


# The slow reference: every chain of events, tried one by one.


def chains(events, tests, window):
    """Positions of every chain that begins a funnel, however far it gets; `events` are in order."""
    begun = [(i,) for i, event in enumerate(events) if tests[0](event)]
    for number in range(1, len(tests)):
        begun += [
            (*chain, i)
            for chain in begun
            if len(chain) == number
            for i in range(chain[-1] + 1, len(events))
            if tests[number](events[i]) and events[i].at - events[chain[0]].at <= window
        ]
    return begun


def reference(world: World, names, window, first, end):
    """People and median seconds per step, by search."""
    tests = [lambda event: event.name == names[0] and first <= event.at < end]
    tests += [
        lambda event, name=name: event.name == name and first <= event.at < end + window
        for name in names[1:]
    ]
    by_person: dict[int, list[Happened]] = {}
    for event in sorted(world.events, key=lambda each: each.at):  # stable: arrival decides
        by_person.setdefault(world.person(event.person), []).append(event)
    reached: dict[int, list[int]] = {number: [] for number in range(len(names))}
    waits: dict[int, list[float]] = {number: [] for number in range(len(names))}
    for person, events in by_person.items():
        found = chains(events, tests, window)
        for number in range(len(names)):
            arrivals = [chain for chain in found if len(chain) == number + 1]
            if not arrivals:
                continue
            reached[number].append(person)
            if number:
                arrival = min(chain[-1] for chain in arrivals)
                before = max(chain[-2] for chain in arrivals if chain[-1] == arrival)
                waits[number].append((events[arrival].at - events[before].at).total_seconds())
    return reached, {n: median(each) if each else None for n, each in waits.items()}


def test_the_window_includes_its_end(shanghai):
    shanghai.fill([at("a", 1, 0), at("b", 1, 60), at("a", 2, 0), at("b", 2, 60.001)])
    assert people_of(shanghai, steps=ABC[:2], window="60s") == [2, 1]


def test_equal_times_follow_the_order_of_arrival(shanghai):
    shanghai.fill([at("a", 1, 5), at("b", 1, 5), at("b", 2, 5), at("a", 2, 5)])
    assert people_of(shanghai, steps=ABC[:2], window="1d") == [2, 1]
    assert shanghai.who({"step": 2}, kind="funnel", range=RANGE, steps=ABC[:2]) == {1}


def test_one_event_serves_one_step(shanghai):
    shanghai.fill([at("a", 1, 0), at("a", 2, 0), at("a", 2, 1)])
    assert people_of(shanghai, steps=[{"event": "a"}, {"event": "a"}]) == [2, 1]


def test_a_person_counts_once_at_the_deepest_step(shanghai):
    shanghai.fill(
        [at("a", 1, 0), at("b", 1, 10), at("a", 1, 100), at("b", 1, 110), at("c", 1, 120)]
    )
    assert people_of(shanghai, steps=ABC, window="60s") == [1, 1, 1]


def test_events_before_a_merge_belong_to_the_merged_person(shanghai):
    shanghai.fill([at("a", 7, 0), at("b", 2, 10), at("c", 2, 20)], merges={7: 2})
    assert people_of(shanghai, steps=ABC) == [1, 1, 1]
    assert shanghai.who({"step": 3}, kind="funnel", range=RANGE, steps=ABC) == {2}


def test_later_steps_may_follow_after_the_range_and_first_steps_may_not(shanghai):
    late = 31 * 86400 - 8 * 3600 - 60  # a minute before the end of 31 March in Shanghai
    shanghai.fill(
        [at("a", 1, late), at("b", 1, late + 3600), at("a", 2, late + 61), at("b", 2, late + 62)]
    )
    assert people_of(shanghai, steps=ABC[:2], window="7d") == [1, 1]


def test_median_seconds_are_of_the_people_who_arrived(shanghai):
    shanghai.fill([at("a", 1, 0), at("b", 1, 10), at("a", 2, 0), at("b", 2, 30), at("a", 3, 0)])
    steps = shanghai.ask(kind="funnel", range=RANGE, steps=ABC[:2])["steps"]
    assert [step["median_seconds_from_previous"] for step in steps] == [None, 20]
    assert steps[1]["rate_from_first"] == steps[1]["rate_from_previous"] == pytest.approx(2 / 3)


def test_windows_that_are_still_open_are_pending(shanghai):
    hour = timedelta(hours=1)
    shanghai.fill(
        [Happened("a", 1, shanghai.now - hour), Happened("a", 2, shanghai.now - 25 * hour)]
    )
    steps = shanghai.ask(kind="funnel", range={"last": "7d"}, steps=ABC[:2], window="1d")["steps"]
    assert [(step["people"], step["pending"]) for step in steps] == [(2, 1), (0, 0)]


def test_alternatives_and_property_filters_of_a_step(shanghai):
    shanghai.fill(
        [
            at("a", 1, 0),
            at("c", 1, 1, amount=5),
            at("a", 2, 0),
            at("b", 2, 1, amount=1),
            at("view", 3, 1),
        ]
    )
    big = {"property": "amount", "op": "gte", "value": 5}
    assert people_of(shanghai, steps=[{"event": "a"}, {"event": ["b", "c"]}]) == [2, 2]
    assert people_of(shanghai, steps=[{"event": "a"}, {"event": ["b", "c"], "where": big}]) == [
        2,
        1,
    ]
    assert people_of(shanghai, steps=[{"event": "*"}, {"event": "*", "where": big}]) == [3, 1]


def test_a_breakdown_counts_people_by_the_value_of_their_first_step(shanghai):
    shanghai.fill(
        [
            at("a", 1, 0, category="x"),
            at("a", 1, 5, category="y"),
            at("b", 1, 6, category="y"),
            at("a", 2, 0, category="y"),
            at("a", 3, 0, category="x"),
            at("a", 4, 0, category="x"),
            at("b", 4, 1),
            at("a", 5, 0),
        ]
    )
    question = {
        "kind": "funnel",
        "range": RANGE,
        "steps": ABC[:2],
        "by": [{"property": "category"}],
        "top": 1,
    }
    groups = shanghai.ask(**question)["groups"]
    shown = [
        (each["by"]["category"], each["is_other"], [s["people"] for s in each["steps"]])
        for each in groups
    ]
    assert shown == [("x", False, [3, 2]), ("other", True, [2, 0])]
    lost = {"step": 2, "converted": False}
    assert shanghai.who({**lost, "by": {"category": "x"}}, **question) == {3}
    assert shanghai.who({**lost, "by": {"category": "other"}, "is_other": True}, **question) == {
        2,
        5,
    }


def test_a_breakdown_by_an_attribute_takes_the_newest_value_of_the_merged_person(shanghai):
    events = [at("a", 1, 0), at("b", 1, 1), at("a", 2, 0), at("a", 3, 0)]
    shanghai.fill(events, merges={9: 1}, cities={1: "old", 9: "new", 2: "new"})
    groups = shanghai.ask(kind="funnel", range=RANGE, steps=ABC[:2], by={"attribute": "city"})[
        "groups"
    ]
    shown = {each["by"]["city"]: [s["people"] for s in each["steps"]] for each in groups}
    assert shown == {"new": [2, 1], None: [1, 0]}


def test_people_and_filter_bound_what_counts(shanghai):
    shanghai.fill(
        [
            at("a", 1, 0, category="x"),
            at("b", 1, 1, category="x"),
            at("a", 2, 0, category="x"),
            at("b", 2, 1),
        ],
        cities={1: "p", 2: "q"},
    )
    only = {"property": "category", "op": "eq", "value": "x"}
    assert people_of(shanghai, steps=ABC[:2], filter=only) == [2, 1]
    assert people_of(
        shanghai, steps=ABC[:2], people={"attribute": {"name": "city", "op": "eq", "value": "q"}}
    ) == [1, 1]


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"steps": [{"event": "a"}]}, "too_much_asked", "steps"),
        ({"steps": [{"event": "a"}, {"event": "bb"}]}, "unknown_event", "steps[1].event"),
        ({"steps": [{"event": "a"}, {}]}, "malformed", "steps[1].event"),
        ({"window": "2"}, "window_invalid", "window"),
        ({"window": "999d"}, "too_much_asked", "window"),
        ({"mode": "any"}, "unsupported", "mode"),
        ({"range": {"from": "2026-03-05", "to": "2026-03-01"}}, "window_invalid", "range"),
        ({"by": {"property": "categry"}}, "unknown_property", "by.property"),
        ({"by": [{"segment": "x"}]}, "unsupported", "by[0].segment"),
        ({"setps": []}, "malformed", "setps"),
    ],
)
def test_mistakes_name_their_place(shanghai, change, code, path):
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**{"kind": "funnel", "range": RANGE, "steps": ABC, **change})
    assert (caught.value.code, caught.value.path) == (code, path)


HAPPENED = st.builds(
    at,
    st.sampled_from(["a", "b", "c"]),
    st.integers(1, 4),
    st.one_of(st.integers(0, 12), st.integers(28 * 86400, 32 * 86400)).map(lambda s: s * 1.0),
)


@given(
    events=st.lists(HAPPENED, max_size=14),
    merges=st.sampled_from([{}, {4: 1}, {3: 2, 4: 2}]),
    names=st.sampled_from(list(product("abc", repeat=3)) + list(product("ab", repeat=2))),
    window=st.sampled_from([3, 5, 86400]),
    zone=st.sampled_from(ZONES),
    knows_arrivals=st.booleans(),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_agrees_with_the_search_over_all_chains(
    world_in, events, merges, names, window, zone, knows_arrivals
):
    world = world_in(zone).fill(events, merges)
    world.knows_arrivals = knows_arrivals
    first = datetime(2026, 3, 1, tzinfo=world.zone)
    end = datetime(2026, 4, 1, tzinfo=world.zone)
    reached, waits = reference(world, names, timedelta(seconds=window), first, end)
    question = {
        "kind": "funnel",
        "range": RANGE,
        "steps": [{"event": n} for n in names],
        "window": f"{window}s",
    }
    steps = world.ask(**question)["steps"]
    assert [step["people"] for step in steps] == [len(reached[n]) for n in range(len(names))]
    assert [step["median_seconds_from_previous"] for step in steps] == [
        waits[n] for n in range(len(names))
    ]
    assert world.who({"step": len(names)}, **question) == set(reached[len(names) - 1])
    lost = {"step": len(names), "converted": False}
    assert world.who(lost, **question) == set(reached[len(names) - 2]) - set(
        reached[len(names) - 1]
    )
