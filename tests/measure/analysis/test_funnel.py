"""Funnel: cases counted by hand, and a slow search over all chains for everything else."""

from datetime import UTC, datetime, timedelta

import pytest

from stayflow.kernel.errors import InvalidInput
from tests.measure.world import Happened, World

START = datetime(2026, 3, 1, tzinfo=UTC)
RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
ABC = [{"event": "a"}, {"event": "b"}, {"event": "c"}]


def at(name: str, person: int, seconds: float, **properties) -> Happened:
    return Happened(name, person, START + timedelta(seconds=seconds), properties)


def people_of(world: World, **question) -> list[int]:
    return [step["people"] for step in world.ask(kind="funnel", range=RANGE, **question)["steps"]]


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
    asked = {"kind": "funnel", "range": {"last": "7d"}, "steps": ABC[:2], "window": "1d"}
    steps = shanghai.ask(**asked)["steps"]
    assert [(step["people"], step["pending"]) for step in steps] == [(2, 1), (0, 0)]
    assert steps[1]["lost"] == 1, "whoever is still in their window is not lost"
    assert shanghai.who({"step": 2, "lost": True}, **asked) == {2}
    assert shanghai.who({"step": 2, "converted": False}, **asked) == {1, 2}
    with pytest.raises(InvalidInput) as caught:
        shanghai.who({"step": 1, "lost": True}, **asked)
    assert caught.value.path == "who.lost"


def test_whoever_is_under_way_by_the_day_they_came_in(shanghai):
    """At any step but the last: 1 is at the first, 3 at the second, 4 is through, and the window of 2 is over."""
    hour = timedelta(hours=1)
    ago = [
        (1, "a", 1),
        (2, "a", 60),
        (3, "a", 2),
        (3, "b", 1),
        (4, "a", 3),
        (4, "b", 2),
        (4, "c", 1),
    ]
    shanghai.fill(
        Happened(name, person, shanghai.now - hours * hour) for person, name, hours in ago
    )
    asked = {"kind": "funnel", "range": {"last": "7d"}, "steps": ABC, "window": "1d", "per": "day"}
    today = shanghai.ask(**asked)["periods"][-1]
    assert [step["pending"] for step in today["steps"]] == [1, 1, 0]
    assert shanghai.who({"pending": True, "t": today["t"]}, **asked) == {1, 3}
    assert shanghai.who({"pending": True}, **asked) == {1, 3}
    assert [shanghai.who({"step": n, "pending": True}, **asked) for n in (1, 2, 3)] == [
        {1},
        {3},
        set(),
    ]


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


def test_nothing_lies_between_strict_steps(shanghai):
    shanghai.fill(
        [
            at("a", 1, 0),
            at("b", 1, 1),
            at("a", 2, 0),
            at("view", 2, 1),
            at("b", 2, 2),
            at("a", 3, 3),
        ]
    )
    assert people_of(shanghai, steps=ABC[:2], mode="strict") == [3, 1]
    assert people_of(shanghai, steps=ABC[:2]) == [3, 2]


def test_steps_in_any_order_are_counted_by_how_many(shanghai):
    shanghai.fill(
        [
            at("c", 1, 0),
            at("a", 1, 10),
            at("b", 1, 60),
            at("b", 2, 0),
            at("a", 2, 61),
            at("view", 3, 1),
        ]
    )
    question = {"kind": "funnel", "range": RANGE, "steps": ABC, "mode": "any", "window": "60s"}
    steps = shanghai.ask(**question)["steps"]
    assert [(s["name"], s["people"]) for s in steps] == [("1 / 3", 2), ("2 / 3", 1), ("3 / 3", 1)]
    assert [s["median_seconds_from_previous"] for s in steps] == [None, 10, 50]
    assert shanghai.who({"step": 2, "converted": False}, **question) == {2}


def test_in_any_order_an_event_serves_one_of_the_steps_it_fits(shanghai):
    """One purchase of two is not a purchase and a big one; two are, whichever of them is the big one."""
    big = {"property": "amount", "op": "gte", "value": 5}
    shanghai.fill(
        [
            at("a", 1, 0, amount=9),
            *(at("a", 2, 0, amount=9), at("a", 2, 7, amount=1)),
            *(at("a", 3, 0, amount=1), at("a", 3, 5, amount=1), at("b", 3, 8)),
            *(at("a", 4, 0, amount=1), at("b", 4, 2), at("a", 4, 9, amount=6)),
        ]
    )
    steps = [{"event": "a"}, {"event": "a", "where": big}, {"event": "b"}]
    question = {"kind": "funnel", "range": RANGE, "steps": steps, "mode": "any", "window": "60s"}
    found = shanghai.ask(**question)["steps"]
    assert [step["people"] for step in found] == [4, 3, 1]
    assert shanghai.who({"step": 2, "converted": False}, **question) == {1}
    assert found[2]["median_seconds_from_previous"] == 7


def test_an_optional_step_may_be_left_out(shanghai):
    shanghai.fill(
        [at("a", 1, 0), at("c", 1, 9), at("a", 2, 0), at("b", 2, 3), at("c", 2, 9), at("a", 3, 0)]
    )
    steps = [{"event": "a"}, {"event": "b", "optional": True}, {"event": "c"}]
    answer = shanghai.ask(kind="funnel", range=RANGE, steps=steps)["steps"]
    assert [s["people"] for s in answer] == [3, 1, 2]
    assert answer[2]["rate_from_previous"] == pytest.approx(2 / 3)
    assert answer[2]["median_seconds_from_previous"] == 7.5
    lost = shanghai.who({"step": 3, "converted": False}, kind="funnel", range=RANGE, steps=steps)
    assert lost == {3}


def test_an_excluded_event_ends_the_way_it_lies_on(shanghai):
    shanghai.fill(
        [
            *(at("a", 1, 0), at("view", 1, 1), at("b", 1, 2), at("c", 1, 3)),
            *(at("a", 2, 0), at("b", 2, 2), at("view", 2, 3), at("c", 2, 4)),
            *(at("a", 3, 0), at("view", 3, 1), at("a", 3, 2), at("b", 3, 3), at("c", 3, 4)),
        ]
    )
    assert people_of(shanghai, steps=ABC, exclude=[{"event": "view"}]) == [3, 2, 1]
    first = [{"event": "view", "to": 2}]
    assert people_of(shanghai, steps=ABC, exclude=first) == [3, 2, 2]


def test_a_part_of_the_way_is_barred_beside_an_optional_step(shanghai):
    """The short way past b leads through both parts; a view before b is not on the way from b to c."""
    shanghai.fill(
        [
            *(at("a", 1, 0), at("view", 1, 1), at("b", 1, 2), at("c", 1, 3)),
            *(at("a", 2, 0), at("b", 2, 1), at("view", 2, 2), at("c", 2, 3)),
            *(at("a", 3, 0), at("b", 3, 9), at("c", 3, 10)),
        ]
    )
    steps = [{"event": "a"}, {"event": "b", "optional": True}, {"event": "c"}]
    late = [{"event": "view", "from": 2}]
    assert people_of(shanghai, steps=steps, exclude=late) == [3, 3, 2]
    early = [{"event": "view", "to": 2}]
    assert people_of(shanghai, steps=steps, exclude=early) == [3, 2, 2]
    steps[2]["after"] = "5s"
    assert people_of(shanghai, steps=steps) == [3, 3, 1]


def test_the_gap_to_the_step_before_has_bounds(shanghai):
    shanghai.fill([at("a", 1, 0), at("b", 1, 10), at("a", 2, 0), at("b", 2, 11), at("b", 3, 0)])
    steps = [{"event": "a"}, {"event": "b", "within": "10s"}]
    assert people_of(shanghai, steps=steps) == [2, 1]
    steps = [{"event": "a"}, {"event": "b", "after": "11s"}]
    assert people_of(shanghai, steps=steps) == [2, 1]


def test_the_same_item_in_all_steps(shanghai):
    shanghai.fill(
        [
            *(
                at("a", 1, 0, category="x"),
                at("b", 1, 1, category="y"),
                at("b", 1, 2, category="x"),
            ),
            *(at("a", 2, 0, category="x"), at("b", 2, 1, category="y")),
            *(at("a", 3, 0), at("b", 3, 1)),
        ]
    )
    same = {"property": "category"}
    assert people_of(shanghai, steps=ABC[:2], same=same) == [2, 1]


def test_people_by_the_day_they_entered(shanghai):
    day = 86400
    shanghai.fill(
        [at("a", 1, 0), at("a", 1, day), at("b", 1, day + 1), at("a", 2, day), at("a", 3, 2 * day)]
    )
    days = {"from": "2026-03-01", "to": "2026-03-03"}
    question = {"kind": "funnel", "range": days, "steps": ABC[:2], "per": "day", "window": "1d"}
    periods = shanghai.ask(**question)["periods"]
    assert [(p["t"], [s["people"] for s in p["steps"]]) for p in periods] == [
        ("2026-03-01", [1, 1]),
        ("2026-03-02", [1, 0]),
        ("2026-03-03", [1, 0]),
    ]
    assert shanghai.who({"step": 1, "t": "2026-03-02"}, **question) == {2}


def test_times_and_the_range_before(shanghai):
    week = -7 * 86400
    shanghai.fill(
        [
            *(at("a", 1, 0), at("b", 1, 5), at("a", 2, 0), at("b", 2, 40)),
            *(at("a", 3, week), at("a", 4, week), at("b", 4, week + 1)),
        ]
    )
    days = {"from": "2026-03-01", "to": "2026-03-07"}
    question = {"kind": "funnel", "range": days, "steps": ABC[:2], "times": True}
    answer = shanghai.ask(**question, compare="previous")
    times = answer["steps"][1]["times"]
    assert (times["p25"], times["p50"], times["p75"]) == (13.75, 22.5, 31.25)
    assert times["histogram"] == [
        {"seconds_from": 0, "seconds_to": 10, "people": 1},
        {"seconds_from": 10, "seconds_to": 30, "people": 0},
        {"seconds_from": 30, "seconds_to": 60, "people": 1},
    ]
    assert shanghai.who({"step": 2, "seconds": 30}, **question) == {2}
    for cell in ({"step": 2, "seconds": 31}, {"step": 1, "seconds": 0}):
        with pytest.raises(InvalidInput) as caught:
            shanghai.who(cell, **question)
        assert (caught.value.code, caught.value.path) == ("unknown_cell", "who.seconds")
    assert [step["people"] for step in answer["previous"]] == [2, 1]
    lost = {"step": 2, "converted": False, "compared": True}
    assert shanghai.who(lost, **question, compare="previous") == {3}


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"steps": [{"event": "a"}]}, "too_much_asked", "steps"),
        ({"steps": [{"event": "a"}, {"event": "bb"}]}, "unknown_event", "steps[1].event"),
        ({"steps": [{"event": "a"}, {}]}, "malformed", "steps[1].event"),
        ({"window": "2"}, "window_invalid", "window"),
        ({"window": "999d"}, "too_much_asked", "window"),
        ({"mode": "some"}, "malformed", "mode"),
        ({"mode": "any", "steps": [{"event": "a"}] * 6}, "too_much_asked", "steps"),
        (
            {
                "steps": [
                    {"event": "a"},
                    *[{"event": "b", "optional": True}] * 4,
                    {"event": "c", "after": "1s"},
                ]
            },
            "too_much_asked",
            "steps",
        ),
        ({"mode": "any", "exclude": [{"event": "c"}]}, "query_invalid", "exclude"),
        ({"mode": "strict", "exclude": [{"event": "c"}]}, "query_invalid", "exclude"),
        ({"exclude": [{"event": "c", "from": 3}]}, "too_much_asked", "exclude[0].from"),
        (
            {"steps": [{"event": "a", "optional": True}, {"event": "b"}]},
            "query_invalid",
            "steps[0].optional",
        ),
        (
            {"steps": [{"event": "a", "within": "1h"}, {"event": "b"}]},
            "query_invalid",
            "steps[0].within",
        ),
        (
            {"steps": [{"event": "a"}, {"event": "b", "within": "1h", "after": "2h"}]},
            "query_invalid",
            "steps[1].within",
        ),
        ({"same": {"property": "categry"}}, "unknown_property", "same.property"),
        ({"per": "hour"}, "malformed", "per"),
        ({"range": {"last": "6h"}, "compare": "previous"}, "unsupported", "compare"),
        ({"compare": {"from": "2026-01-01"}}, "query_invalid", "compare"),
        ({"range": {"from": "2026-03-05", "to": "2026-03-01"}}, "window_invalid", "range"),
        ({"by": {"property": "categry"}}, "unknown_property", "by.property"),
        ({"by": [{"segment": "x"}]}, "malformed", "by[0].segment"),
        ({"setps": []}, "malformed", "setps"),
    ],
)
def test_mistakes_name_their_place(shanghai, change, code, path):
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**{"kind": "funnel", "range": RANGE, "steps": ABC, **change})
    assert (caught.value.code, caught.value.path) == (code, path)
