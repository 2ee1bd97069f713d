"""Value counted again in plain Python, from its definition: net amounts, tiers, concentration, recorded moves."""

import math
from datetime import date, datetime, timedelta
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.measure.analysis.buyers import (
    DAY,
    PLACES,
    SECONDS,
    WORLDS,
    begin_of,
    buyers,
    by_person,
    cents_of,
    counted,
    purchase,
    today_at,
)
from tests.measure.world import EPOCH, instants
from tests.measure.worlds import ANCHORS

TIERS = ("high", "middle", "low")
RULES = [
    {},
    {"high": 0.1, "middle": 0.35},
    {"high": 0.5, "middle": 1},
    {"cut_by": "amount", "high": 20, "middle": 0.2},
]
Q = st.fixed_dictionaries(
    {
        "amount": st.sampled_from(["amount", "revenue"]),
        "rules": st.sampled_from(RULES),
        "last_days": st.sampled_from([None, None, 1, 2, 7]),
        "at": st.sampled_from([None, -1, 0, 1, 2]),
    }
)
CHANGE = st.tuples(
    st.integers(1, 9), st.sampled_from([*TIERS, ""]), st.sampled_from(SECONDS), st.integers(0, 3)
)


def ranked(world, name: str, last_days: int | None, at: date | None) -> list[tuple[int, int]]:
    """Who brought more than nothing and how many cents, the most first; equal ones in the order of persons."""
    last = at or world.now.astimezone(world.zone).date()
    since = (
        EPOCH if last_days is None else begin_of(last - timedelta(days=last_days - 1), world.zone)
    )
    mine = by_person(world, name, since, begin_of(last + timedelta(days=1), world.zone))
    sums = {person: sum(cents_of(e) or 0 for e in events) for person, events in mine.items()}
    return sorted(((p, c) for p, c in sums.items() if c > 0), key=lambda each: (-each[1], each[0]))


def tiers_of(order: list[tuple[int, int]], rules: dict) -> dict[str, list[tuple[int, int]]]:
    """The people of each tier: by where they stand in the order, or by what they bring."""
    high, middle = (Fraction(str(rules.get(*each))) for each in (("high", 0.2), ("middle", 0.5)))
    found: dict[str, list[tuple[int, int]]] = {tier: [] for tier in TIERS}
    for place, (person, cents) in enumerate(order):
        if rules.get("cut_by") == "amount":
            tier = "high" if cents >= high * 100 else "middle" if cents >= middle * 100 else "low"
        else:
            tops = [math.ceil(len(order) * share) for share in (high, middle)]
            tier = "high" if place < tops[0] else "middle" if place < tops[1] else "low"
        found[tier].append((person, cents))
    return found


def check(world, question: dict, order: list[tuple[int, int]], rules: dict) -> None:
    result, tiers = world.ask(**question), tiers_of(order, rules)
    worth = [cents for _, cents in order]
    assert (result["people"], result["amount"]) == (len(order), pytest.approx(sum(worth) / 100))
    assert result["stages"] == [
        {"stage": tier, "people": len(some), "amount": pytest.approx(sum(c for _, c in some) / 100)}
        for tier, some in tiers.items()
    ], question
    assert result["curve"] == [
        {
            "share": pytest.approx(n / len(order)),
            "amount_share": pytest.approx(sum(worth[:n]) / sum(worth)),
            "people": n,
        }
        for n in sorted({len(order) * share // 100 for share in range(1, 101)} - {0})
    ]
    differences = sum(abs(x - y) for x in worth for y in worth)
    expected = differences / (2 * len(worth) * sum(worth)) if worth else 0
    assert result["gini"] == pytest.approx(expected, abs=1e-9)
    for tier, some in tiers.items():
        assert world.who({"stage": tier}, **question) == {person for person, _ in some}
    half = len(order) // 2 + 1
    assert world.who({"top": half}, **question) == {person for person, _ in order[:half]}


@pytest.mark.parametrize("where", PLACES)
def test_tiers_and_concentration_agree_with_sorting_by_hand(world_in, where):
    @settings(max_examples=examples(2), phases=(Phase.explicit, Phase.generate), deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(drawn=buyers(ANCHORS[where]), asked=st.lists(Q, min_size=5, max_size=5))
    def agrees(drawn, asked):
        world = drawn.fill(world_in(where), ANCHORS[where])
        for name, each in zip(WORLDS, asked, strict=True):
            at = None if each["at"] is None else today_at(where) + timedelta(days=each["at"])
            question = {"kind": "value", "event": name, "amount": each["amount"], **each["rules"]}
            question["range"] = {"last": "7d"}
            question |= {} if at is None else {"at": str(at)}
            question |= {} if each["last_days"] is None else {"last_days": each["last_days"]}
            check(world, question, ranked(world, name, each["last_days"], at), each["rules"])

    agrees()


@pytest.mark.parametrize("where", PLACES)
def test_moves_agree_with_the_records_read_one_by_one(world_in, where):
    anchor, today = ANCHORS[where], today_at(where)

    @settings(max_examples=examples(2), phases=(Phase.explicit, Phase.generate), deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(
        drawn=st.lists(CHANGE, max_size=40, unique_by=lambda each: (each[0], each[2])),
        merges=st.sampled_from([{}, {8: 1}, {8: 1, 9: 1}, {7: 2, 9: 3}]),
        days=st.sampled_from([(-8, -1), (-1, 0), (0, 0), (1, 3), (-20, 30)]),
        present=st.sampled_from([0, 2 * DAY, 40 * DAY]),
    )
    def agrees(drawn, merges, days, present):
        world = world_in(where).fill([], merges)
        world.now = anchor + timedelta(seconds=present)
        rows = [(p, tier, anchor + timedelta(seconds=s), worth) for p, tier, s, worth in drawn]
        record(world, rows)
        first, last = (today + timedelta(days=n) for n in days)
        begin, end = begin_of(first, world.zone), begin_of(last + timedelta(days=1), world.zone)
        before = stood(world, [row for row in rows if row[2] < begin])
        after = stood(world, [row for row in rows if row[2] < end and row[2] <= world.now])
        moved = counted((p, (before.get(p), after.get(p))) for p in {*before, *after})
        moved.pop((None, None), None)
        question = {"kind": "value", "range": {"from": str(first), "to": str(last)}}
        moves = world.ask(**question)["moves"]
        assert {(each["from"], each["to"]): each["people"] for each in moves} == {
            move: len(people) for move, people in moved.items()
        }
        assert len(moves) == len(moved)
        for (origin, target), people in moved.items():
            assert world.who({"from": origin, "to": target}, **question) == people

    try:
        agrees()
    finally:
        world_in(where).warehouse.execute("TRUNCATE TABLE value_changes")


def stood(world, rows: list[tuple[int, str, datetime, int]]) -> dict[int, str | None]:
    """The newest tier of everybody; of merged persons, at one instant, the one who brought more."""
    found: dict[int, str | None] = {}
    for person, tier, _, _ in sorted(rows, key=lambda row: (row[2], row[3], row[0])):
        found[world.person(person)] = tier or None
    return found


def record(world, rows: list[tuple[int, str, datetime, int]]) -> None:
    world.warehouse.execute("TRUNCATE TABLE value_changes")
    world.warehouse.insert(
        "value_changes",
        pa.table(
            {
                "person_id": pa.array([row[0] for row in rows], pa.uint64()),
                "tier": pa.array([row[1] for row in rows], pa.string()),
                "previous": pa.array([""] * len(rows), pa.string()),
                "amount": pa.array([float(row[3]) for row in rows], pa.float64()),
                "at": instants([row[2] for row in rows]),
            }
        ),
    )


ALL = {"kind": "value", "range": {"last": "7d"}, "event": "buy", "amount": "amount"}
NOON = ANCHORS["Asia/Shanghai"]


def test_whoever_gave_everything_back_brings_nothing(shanghai):
    """0.1 + 0.2 - 0.3 is more than zero in floating point."""
    shanghai.fill([purchase("buy", 1, NOON, cents) for cents in (10, 20, -30)])
    assert shanghai.ask(**ALL)["people"] == 0
    assert shanghai.ask(**{**ALL, "amount": "revenue"})["people"] == 0
    assert shanghai.who({"top": 9}, **ALL) == set()


def test_a_share_of_the_people_that_is_a_whole_number_is_not_one_more(shanghai):
    """28 % of 25 people are 7, and 25 * 0.28 is a little more than 7 in floating point."""
    shanghai.fill([purchase("buy", person, NOON, 100) for person in range(1, 26)])
    assert shanghai.who({"stage": "high"}, **ALL, high=0.28) == set(range(1, 8))
