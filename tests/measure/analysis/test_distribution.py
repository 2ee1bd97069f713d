"""Distribution: cases counted by hand, and a slow sum over every person's events for everything else."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from statistics import mean, median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from stayflow.language.window import midnight
from stayflow.measure.analysis.bins import all_count_edges, count_edges
from tests.measure.world import Happened

START = datetime(2026, 3, 10, tzinfo=UTC)
RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
TIMES = {"kind": "distribution", "range": RANGE, "metric": {"event": "a"}}
AMOUNT = {**TIMES, "metric": {"event": "a", "aggregate": {"sum": "amount"}}}


def at(name: str, person: int, seconds: float, **properties) -> Happened:
    return Happened(name, person, START + timedelta(seconds=seconds), properties)


def shown(answer) -> dict[tuple, int]:
    return {(each["from"], each["to"]): each["people"] for each in answer["bins"]}


def test_people_by_how_often(shanghai):
    shanghai.fill([*(at("a", 1, n) for n in range(3)), at("a", 2, 0), at("a", 3, 0), at("b", 4, 0)])
    answer = shanghai.ask(**TIMES)
    assert shown(answer) == {(1, 2): 2, (2, 3): 0, (3, None): 1}
    assert answer["numbers"]["people"] == 3
    assert answer["numbers"]["mean"] == pytest.approx(5 / 3)
    assert shanghai.who({"from": 3}, **TIMES) == {1}
    assert shanghai.who({"from": 1, "to": 2}, **TIMES) == {2, 3}


def test_many_times_share_a_bin(shanghai):
    shanghai.fill([*(at("a", 1, n) for n in range(70)), at("a", 2, 0)])
    assert [(low, high) for low, high in shown(shanghai.ask(**TIMES))] == [
        *((1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 11), (11, 21), (21, 51), (51, None)),
    ]


def test_people_by_how_much_and_those_without_a_number(shanghai):
    shanghai.fill(
        [at("a", 1, 0, amount=5), at("a", 1, 1, amount=7.5), at("a", 2, 0, amount=4), at("a", 3, 0)]
    )
    average = {**TIMES, "metric": {"event": "a", "aggregate": {"avg": "amount"}}, "bins": [5]}
    answer = shanghai.ask(**average)
    assert (shown(answer), answer["without"]) == ({(None, 5): 1, (5, None): 1}, 1)
    assert shanghai.who({"of": "without"}, **average) == {3}
    assert shanghai.who({"from": 5}, **average) == {1}
    assert shanghai.ask(**AMOUNT)["numbers"]["total"] == 16.5


def test_people_by_how_long_they_stayed(shanghai):
    shanghai.fill(
        [at("a", 1, 0), at("a", 1, 60), at("a", 1, 7200), at("a", 1, 7230), at("a", 2, 0)]
    )
    long = {**TIMES, "metric": {"event": "*", "aggregate": "duration"}, "bins": [1, 90]}
    assert shown(shanghai.ask(**long)) == {(None, 1): 1, (1, 90): 0, (90, None): 1}
    assert shanghai.who({"from": 90}, **long) == {1}


def test_days_are_those_of_the_project(shanghai):
    shanghai.fill(
        [at("a", 1, 15.5 * 3600), at("a", 1, 16.5 * 3600), at("a", 2, 0), at("a", 2, 3600)]
    )
    days = {**TIMES, "metric": {"event": "a", "aggregate": "days"}}
    assert shown(shanghai.ask(**days)) == {(1, 2): 1, (2, None): 1}


def test_each_period_has_numbers_of_its_own(shanghai):
    shanghai.fill([at("a", 1, 0), at("a", 1, 1), at("a", 1, 7 * 86400), at("a", 2, 7 * 86400)])
    answer = shanghai.ask(**TIMES, per="week", bins=[1, 2, 3])
    assert {each["t"]: each["people"] for each in answer["series"] if sum(each["people"])} == {
        "2026-03-09": [0, 0, 1, 0],
        "2026-03-16": [0, 2, 0, 0],
    }
    cell = {"from": 1, "to": 2, "t": "2026-03-16"}
    assert shanghai.who(cell, **TIMES, per="week", bins=[1, 2, 3]) == {1, 2}


def test_people_by_the_value_of_their_first_event(shanghai):
    shanghai.fill(
        [
            *(
                at("a", 1, 0, category="x"),
                at("a", 1, 1, category="y"),
                at("a", 2, 0, category="x"),
            ),
            *(at("a", 3, 0, category="y"), at("a", 4, 0)),
        ]
    )
    question = {**TIMES, "by": {"property": "category"}, "top": 1}
    answer = shanghai.ask(**question)
    assert [(each["by"], each["people"]) for each in answer["groups"]] == [
        ({"category": "x"}, [1, 1]),
        ({"category": "other"}, [2, 0]),
    ]
    assert shanghai.who({"from": 2, "by": {"category": "x"}}, **question) == {1}
    rest = {"by": {"category": "other"}, "is_other": True}
    assert shanghai.who(rest, **question) == {3, 4}


def test_a_merged_person_has_one_number(shanghai):
    shanghai.fill([at("a", 7, 0), at("a", 2, 10)], merges={7: 2})
    assert shown(shanghai.ask(**TIMES)) == {(1, 2): 0, (2, None): 1}


def test_nobody_is_no_bin(shanghai):
    shanghai.fill([])
    answer = shanghai.ask(**TIMES, by={"property": "category"}, per="month")
    assert (answer["bins"], answer["numbers"]["people"], answer["groups"]) == ([], 0, [])
    assert [each["people"] for each in answer["series"]] == [[]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((0.1, 0.2), (0.3,)),
        ((1e-12,), (9e-12,)),
        ((1e9 + 0.1,), (1e9 + 0.1 + 1e-6,)),
        ((-1.7e308,), (1.7e308,)),
    ],
)
def test_sums_that_are_nearly_the_same_and_far_apart_have_bins_that_hold_them(
    shanghai, first, second
):
    """0.1 + 0.2 is not 0.3 to a machine: bins found by themselves had no width, and lost people."""
    shanghai.fill(
        at("a", person, n, amount=amount)
        for person, amounts in ((1, first), (2, second))
        for n, amount in enumerate(amounts)
    )
    question = {**TIMES, "metric": {"event": "a", "aggregate": {"sum": "amount"}}}
    found = shown(shanghai.ask(**question))
    assert sum(found.values()) == 2
    assert all(a is None or b is None or a < b for a, b in found)
    for (low, high), many in found.items():
        assert len(shanghai.who({"from": low, "to": high}, **question)) == many


# The slow reference: the number of every person.

events = st.lists(
    st.tuples(
        st.sampled_from(("a", "a", "b")),
        st.integers(1, 8),
        st.integers(-30, 60).map(lambda hours: hours * 3600),
        st.sampled_from((None, 1, 2, 5.5, -3)),
    ),
    max_size=60,
)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=events, merges=st.sampled_from(({}, {7: 1}, {7: 1, 8: 2})))
def test_any_world_is_counted_as_the_slow_reference_counts(world_in, events, merges):
    world = world_in("Europe/Berlin")
    first, last = date(2026, 3, 28), date(2026, 3, 30)  # the clocks change in between
    zero = midnight(first, world.zone)
    world.fill(
        (
            Happened(name, person, zero + timedelta(seconds=at), {} if n is None else {"amount": n})
            for name, person, at, n in events
        ),
        merges=merges,
    )
    end = midnight(last + timedelta(days=1), world.zone)
    mine = defaultdict(list)
    for event in world.events:
        if event.name == "a" and zero <= event.at < end:
            mine[world.person(event.person)].append(event)

    def day(event):
        return event.at.astimezone(world.zone).date()

    def amounts(theirs):
        return [event.properties["amount"] for event in theirs if event.properties]

    for aggregate, number in (
        ("count", len),
        ("days", lambda theirs: len({day(each) for each in theirs})),
        ({"sum": "amount"}, lambda theirs: sum(amounts(theirs))),
        ({"max": "amount"}, lambda theirs: max(amounts(theirs), default=None)),
        ({"min": "amount"}, lambda theirs: min(amounts(theirs), default=None)),
        (
            {"avg": "amount"},
            lambda theirs: mean(amounts(theirs)) if amounts(theirs) else None,
        ),
        (
            {"median": "amount"},
            lambda theirs: median(amounts(theirs)) if amounts(theirs) else None,
        ),
        ({"distinct": "amount"}, lambda theirs: len(set(amounts(theirs)))),
    ):
        question = {
            "kind": "distribution",
            "range": {"from": str(first), "to": str(last)},
            "metric": {"event": "a", "aggregate": aggregate},
        }
        numbers = {person: number(theirs) for person, theirs in mine.items()}
        known = {person: n for person, n in numbers.items() if n is not None}
        answer = world.ask(**question, per="day")
        assert answer["without"] == len(numbers) - len(known)
        assert answer["numbers"]["people"] == len(known)
        if known:
            assert answer["numbers"]["mean"] == pytest.approx(mean(known.values()))
            assert answer["numbers"]["median"] == pytest.approx(median(known.values()))
        check_bins(world, question, answer, known)
        for point in answer["series"]:
            today = {p: [e for e in t if str(day(e)) == point["t"]] for p, t in mine.items()}
            those = [n for n in (number(t) for t in today.values() if t) if n is not None]
            assert sum(point["people"]) == len(those)


def check_bins(world, question, answer, known) -> None:
    found = shown(answer)
    assert sum(found.values()) == len(known)
    for low, high in found:
        people = {
            person
            for person, n in known.items()
            if (low is None or low <= n) and (high is None or n < high)
        }
        assert found[low, high] == len(people)
        cell = {"from": low, "to": high}
        assert world.who(cell, **question) == people


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"metric": {"event": "nowhere"}}, "metric.event"),
        ({"metric": {"event": "a", "aggregate": "people"}}, "metric.aggregate"),
        ({"metric": {"event": "a", "aggregate": {"sum": "nothing"}}}, "metric.aggregate.sum"),
        ({"metric": {"event": "a", "of": 1}}, "metric.of"),
        ({"bins": [1, 1]}, "bins[1]"),
        ({"bins": list(range(100))}, "bins"),
        ({"per": "year"}, "per"),
        ({"who": {"from": 2, "to": 1}}, "who.to"),
        ({"who": {"from": "many"}}, "who.from"),
        ({"who": {"of": "all"}}, "who.of"),
    ],
)
def test_errors_name_the_place(shanghai, changes, path):
    question = {**TIMES, **changes}
    with pytest.raises(InvalidInput) as caught:
        who = question.pop("who", None)
        shanghai.who(who, **question) if who else shanghai.ask(**question)
    assert caught.value.path == path


def test_the_range_compared_with_has_the_same_bins(shanghai):
    before = 31 * 86400
    shanghai.fill(
        [
            *(at("a", 1, n) for n in range(2)),
            *(at("a", 2, n - before) for n in range(9)),
            *(at("a", 3, -before), at("a", 1, -before)),
        ]
    )
    asked = {**TIMES, "compare": {"from": "2026-02-01", "to": "2026-02-28"}}
    answer = shanghai.ask(**asked)
    bins = [(each["from"], each["to"], each["people"], each["previous"]) for each in answer["bins"]]
    assert bins == [(1, 2, 0, 2), (2, None, 1, 1)]
    assert (answer["previous"]["people"], answer["previous"]["most"]) == (3, 9)
    assert shanghai.who({"from": 2, "compared": True}, **asked) == {2}
    assert shanghai.who({"from": 1, "to": 2, "compared": True}, **asked) == {1, 3}
    assert "previous" not in shanghai.ask(**TIMES)["bins"][0]


def test_people_are_counted_as_finely_as_any_bin_of_counts():
    counted = set(all_count_edges())
    for most in (*range(1, 300), *(10**n for n in range(3, 9))):
        assert set(count_edges(most)) <= counted, most
