"""Interval: cases counted by hand, and a slow walk that pairs every person's events one by one."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from statistics import mean, quantiles

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from tests.measure.world import Happened, World

START = datetime(2026, 3, 1, tzinfo=UTC)
RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
A_TO_B = {"kind": "interval", "range": RANGE, "from": {"event": "a"}, "to": {"event": "b"}}
AGAIN = {"kind": "interval", "range": RANGE, "from": {"event": "buy"}}


def at(name: str, person: int, seconds: float, **properties) -> Happened:
    return Happened(name, person, START + timedelta(seconds=seconds), properties)


def shown(answer) -> dict[tuple, tuple]:
    return {
        (each["from"], each["to"]): (each["pairs"], each["people"]) for each in answer["histogram"]
    }


def test_an_end_belongs_to_the_latest_start_and_a_start_has_one_end(shanghai):
    shanghai.fill([at("a", 1, 0), at("a", 1, 60), at("b", 1, 100), at("b", 1, 500)])
    numbers = shanghai.ask(**A_TO_B)
    assert (numbers["pairs"], numbers["people"], numbers["quantiles"]["p50"]) == (1, 1, 40)


def test_the_same_event_again_ends_one_pair_and_starts_the_next(shanghai):
    shanghai.fill([at("buy", 1, 0), at("buy", 1, 10), at("buy", 1, 40), at("buy", 2, 0)])
    numbers = shanghai.ask(**AGAIN)
    assert (numbers["pairs"], numbers["least"], numbers["most"]) == (2, 10, 30)
    assert (numbers["quantiles"]["p50"], numbers["mean"]) == (20, 20)


def test_the_window_includes_its_end_and_reaches_beyond_the_range(shanghai):
    late = 31 * 86400 - 8 * 3600 - 60  # a minute before the end of 31 March in Shanghai
    shanghai.fill(
        [
            *(
                at("a", 1, late),
                at("b", 1, late + 3600),
                at("a", 2, late),
                at("b", 2, late + 3600.001),
            ),
            *(at("a", 3, late + 61), at("b", 3, late + 62)),
        ]
    )
    assert shanghai.ask(**A_TO_B, window="1h")["pairs"] == 1
    assert shanghai.who({}, **A_TO_B, window="1h") == {1}


def test_equal_times_follow_the_order_of_arrival(shanghai):
    shanghai.fill([at("a", 1, 5), at("b", 1, 5), at("b", 2, 5), at("a", 2, 5)])
    assert shanghai.who({}, **A_TO_B) == {1}


def test_bins_are_those_people_speak_of_or_those_given(shanghai):
    shanghai.fill(
        [
            *(at("a", 1, 0), at("b", 1, 5), at("a", 1, 10), at("b", 1, 16)),
            *(at("a", 2, 0), at("b", 2, 7200), at("a", 3, 0), at("b", 3, 10)),
        ]
    )
    answer = shanghai.ask(**A_TO_B)
    found = {key: value for key, value in shown(answer).items() if value[0]}
    assert found == {(1, 10): (2, 1), (10, 60): (1, 1), (3600, 10800): (1, 1)}
    assert shown(shanghai.ask(**A_TO_B, bins=["10s", "2h"])) == {
        (None, 10): (2, 1),
        (10, 7200): (1, 1),
        (7200, None): (1, 1),
    }
    assert shanghai.who({"from": 10, "to": 7200}, **A_TO_B) == {3}


def test_a_property_held_constant(shanghai):
    shanghai.fill(
        [
            *(
                at("a", 1, 0, category="x"),
                at("a", 1, 10, category="y"),
                at("b", 1, 30, category="x"),
            ),
            *(at("a", 2, 0), at("b", 2, 1)),
        ]
    )
    same = {"same": {"property": "category"}}
    assert shanghai.ask(**A_TO_B, **same)["quantiles"]["p50"] == 30
    assert shanghai.who({}, **A_TO_B, **same) == {1}


def test_who_may_still_find_an_end_is_waiting(shanghai):
    hour = timedelta(hours=1)
    now = shanghai.now
    shanghai.fill(
        [
            *(Happened("a", 1, now - hour), Happened("a", 2, now - 25 * hour)),
            *(Happened("a", 3, now - 2 * hour), Happened("b", 3, now - hour)),
        ]
    )
    question = {**A_TO_B, "range": {"last": "7d"}, "window": "1d"}
    assert shanghai.ask(**question)["waiting"] == 1
    assert shanghai.who({"of": "waiting"}, **question) == {1}


def test_pairs_by_the_value_of_their_start(shanghai):
    shanghai.fill(
        [
            *(at("a", 1, 0, category="x"), at("b", 1, 10, category="y")),
            *(at("a", 2, 0, category="x"), at("b", 2, 20), at("a", 3, 0), at("b", 3, 30)),
        ]
    )
    question = {**A_TO_B, "by": {"property": "category"}, "top": 1}
    groups = shanghai.ask(**question)["groups"]
    assert [(each["by"], each["pairs"], each["quantiles"]["p50"]) for each in groups] == [
        ({"category": "x"}, 2, 15),
        ({"category": "other"}, 1, 30),
    ]
    assert shanghai.who({"by": {"category": "x"}}, **question) == {1, 2}


# The slow reference: one event after another.


def pairs_of(world: World, start: str, end: str, same: bool):
    """(person, start, end) of every pair, whatever its length; and the start still open, by person and value."""
    by_person = defaultdict(list)
    for event in sorted(world.events, key=lambda each: each.at):  # stable: arrival decides
        value = event.properties.get("category")
        if event.name in {start, end} and (value or not same):
            by_person[world.person(event.person), value if same else None].append(event)
    pairs, waiting = [], []
    for (person, _), events in by_person.items():
        begun = None
        for event in events:
            if event.name == end and begun is not None:
                pairs.append((person, begun, event))
                begun = None
            if event.name == start:
                begun = event
        if begun is not None:
            waiting.append((person, begun))
    return pairs, waiting


events = st.lists(
    st.tuples(
        st.sampled_from(("a", "b", "buy")),
        st.integers(1, 6),
        st.integers(-20, 60),
        st.sampled_from((None, "x", "y")),
    ),
    min_size=1,
    max_size=60,
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=events, merges=st.sampled_from(({}, {5: 1}, {5: 1, 6: 2})))
def test_any_world_is_paired_as_the_slow_reference_pairs(world_in, events, merges):
    world = world_in("Asia/Kathmandu")
    zero = datetime(2026, 3, 9, 18, 15, tzinfo=UTC)  # midnight, the beginning of 10 March
    world.now = zero + timedelta(seconds=50)
    world.fill(
        (
            Happened(name, person, zero + timedelta(seconds=at), {"category": v} if v else {})
            for name, person, at, v in events
        ),
        merges=merges,
    )
    day = {"from": "2026-03-10", "to": "2026-03-10"}
    for end, seconds, same in (("b", 12, False), ("a", 30, False), ("b", 60, True)):
        question = {
            "kind": "interval",
            "range": day,
            "from": {"event": "a"},
            "to": {"event": end},
            "window": f"{seconds}s",
            "bins": [1, 5, 20],
            **({"same": {"property": "category"}} if same else {}),
        }
        window = timedelta(seconds=seconds)
        pairs, waiting = pairs_of(world, "a", end, same)
        lasted = [
            (person, (last.at - first.at).total_seconds())
            for person, first, last in pairs
            if first.at >= zero and last.at - first.at <= window
        ]
        answer = world.ask(**question)
        check(answer, lasted)
        for (low, high), (count, people) in shown(answer).items():
            mine = [p for p, s in lasted if (low or 0) <= s and (high is None or s < high)]
            assert (count, people) == (len(mine), len(set(mine)))
        assert world.who({"from": 5, "to": 20}, **question) == {
            person for person, s in lasted if 5 <= s < 20
        }
        still = {p for p, first in waiting if first.at >= zero and first.at + window >= world.now}
        assert answer["waiting"] == len(still)
        assert world.who({"of": "waiting"}, **question) == still


def check(numbers, lasted) -> None:
    seconds = sorted(each for _, each in lasted)
    assert numbers["pairs"] == len(seconds)
    assert numbers["people"] == len({person for person, _ in lasted})
    if len(seconds) > 1:
        ten = quantiles(seconds, n=20, method="inclusive")
        found = numbers["quantiles"]
        assert [found[name] for name in ("p10", "p25", "p50", "p75", "p90")] == pytest.approx(
            [ten[1], ten[4], ten[9], ten[14], ten[17]]
        )
    if seconds:
        assert (numbers["least"], numbers["most"]) == (seconds[0], seconds[-1])
        assert numbers["mean"] == pytest.approx(mean(seconds))


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"from": None}, "from"),
        ({"to": {"event": "nowhere"}}, "to.event"),
        ({"window": "500d"}, "window"),
        ({"bins": []}, "bins"),
        ({"bins": ["1d", "1h"]}, "bins[1]"),
        ({"bins": ["soon"]}, "bins[0]"),
        ({"same": {"property": "nothing"}}, "same.property"),
        ({"steps": 2}, "steps"),
        ({"who": {"from": 5, "to": 5}}, "who.to"),
        ({"who": {"of": "all"}}, "who.of"),
    ],
)
def test_errors_name_the_place(shanghai, changes, path):
    question = {**A_TO_B, **changes}
    with pytest.raises(InvalidInput) as caught:
        who = question.pop("who", None)
        shanghai.who(who, **question) if who else shanghai.ask(**question)
    assert caught.value.path == path


def test_the_range_compared_with_has_the_same_bins(shanghai):
    before = 31 * 86400
    shanghai.fill(
        [
            *(at("a", 1, 0), at("b", 1, 20)),
            *(at("a", 2, -before), at("b", 2, 400 - before)),
            *(at("a", 3, -before), at("b", 3, 30 - before)),
        ]
    )
    asked = {**A_TO_B, "compare": "previous"}
    answer = shanghai.ask(**asked)
    assert (answer["pairs"], answer["previous"]["pairs"], answer["previous"]["people"]) == (1, 2, 2)
    assert answer["previous"]["quantiles"]["p50"] == 215
    bins = [(each["from"], each["pairs"], each["previous"]) for each in answer["histogram"]]
    assert bins == [(10, 1, 1), (60, 0, 0), (300, 0, 1)]
    assert shanghai.who({"from": 300, "to": 900, "compared": True}, **asked) == {2}
    with pytest.raises(InvalidInput) as caught:
        shanghai.who({"compared": True}, **A_TO_B)
    assert caught.value.path == "who.compared"
    assert "previous" not in shanghai.ask(**A_TO_B)["histogram"][0]
