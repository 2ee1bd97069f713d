"""RFM counted again in plain Python with exact fractions: cuts, the eight classes, scores and moves since a day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import floor

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from tests.examples import examples
from tests.measure.analysis.buyers import (
    PLACES,
    WORLDS,
    begin_of,
    buyers,
    by_person,
    cents_of,
    counted,
    purchase,
    today_at,
)
from tests.measure.world import Happened, World
from tests.measure.worlds import ANCHORS

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)
CLASSES = {
    (1, 1, 1): "important_value",
    (0, 1, 1): "important_keep",
    (1, 0, 1): "important_develop",
    (0, 0, 1): "important_retain",
    (1, 1, 0): "general_value",
    (0, 1, 0): "general_keep",
    (1, 0, 0): "general_develop",
    (0, 0, 0): "general_retain",
}
"""The table of the eight classes: whether R, F and M are high."""
THRESHOLDS = [
    "mean",
    "median",
    {"quantile": 0.8},
    {"quantile": 0.25},
    {"levels": 5, "high": 4},
    {"levels": 3},
    {"fixed": {"r": 3, "f": 2, "m": 0.3}},
    {"r": 2, "f": "median", "m": {"quantile": 0.5}},
]
Q = st.fixed_dictionaries(
    {
        "amount": st.sampled_from(["amount", "revenue"]),
        "frequency": st.sampled_from(["count", {"distinct": "invoice"}]),
        "range": st.sampled_from([(-20, 20), (-3, 2), (-1, 0), "24d", "3w"]),
        "thresholds": st.sampled_from(THRESHOLDS),
        "before": st.sampled_from([None, -1, 0, 3]),
    }
)
Buyer = tuple[int, int, Fraction]
"""Days since the last purchase, purchases, and money."""


def find_buyers(world: World, question: dict, today: date, until: datetime) -> dict[int, Buyer]:
    """Everybody with a purchase in the range as it was on `today`, of what happened before `until`."""
    within = question["range"]
    if "last" in within:
        days = {"d": 1, "w": 7}[within["last"][-1]] * int(within["last"][:-1])
        first, last = today - timedelta(days=days - 1), today
    else:
        first, last = (date.fromisoformat(within[end]) for end in ("from", "to"))
    end = min(begin_of(last + timedelta(days=1), world.zone), until)
    mine = by_person(world, question["event"], begin_of(first, world.zone), end)
    return {
        person: (
            (min(last, today) - max(e.at for e in events).astimezone(world.zone).date()).days,
            times_of(events, question["frequency"]),
            Fraction(sum(cents_of(e) or 0 for e in events), 100),
        )
        for person, events in mine.items()
    }


def times_of(events: Sequence[Happened], frequency: object) -> int:
    if frequency == "count":
        return len(events)
    return len({e.properties["invoice"] for e in events} - {""})


def quantile(values: Sequence[Fraction], level: Fraction) -> Fraction:
    """The least at level 0, the greatest at 1, straight lines between neighbours."""
    ordered, place = sorted(values), level * (len(values) - 1)
    low = floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def cut_of(values: Sequence[Fraction], rule: object, part: str) -> Fraction:
    """Where low ends and high begins; few days since the last purchase are high."""
    if isinstance(rule, dict) and set(rule) == set("rfm"):
        rule = rule[part]
    match rule:
        case "mean":
            return Fraction(sum(values), len(values))
        case "median":
            return quantile(values, Fraction(1, 2))
        case {"quantile": share}:
            level = Fraction(str(share))
        case {"levels": levels}:
            level = Fraction(rule.get("high", levels - 1) - 1, levels)
        case {"fixed": fixed}:
            return Fraction(str(fixed[part]))
        case _:
            return Fraction(str(rule))
    return quantile(values, 1 - level if part == "r" else level)


def classify(found: dict[int, Buyer], rule: object) -> tuple[list[Fraction], dict[int, str]]:
    """The three cuts, and the class of everybody; exactly at a cut is high."""
    columns = list(zip(*found.values(), strict=True)) or [(), (), ()]
    if not found:
        return [], {}
    cuts = [cut_of(column, rule, part) for column, part in zip(columns, "rfm", strict=True)]
    return cuts, {
        person: CLASSES[int(r <= cuts[0]), int(f >= cuts[1]), int(m >= cuts[2])]
        for person, (r, f, m) in found.items()
    }


def scores_of(found: dict[int, Buyer], levels: int) -> dict[int, tuple[int, int, int]]:
    """One to `levels` for each of R, F and M: one more for each of the equal parts' cuts that is reached."""
    columns = list(zip(*found.values(), strict=True))
    parts = [[quantile(c, Fraction(n, levels)) for n in range(1, levels)] for c in columns]
    return {
        person: (
            1 + sum(r <= cut for cut in parts[0]),
            1 + sum(f >= cut for cut in parts[1]),
            1 + sum(m >= cut for cut in parts[2]),
        )
        for person, (r, f, m) in found.items()
    }


def check(world: World, question: dict) -> None:
    today = world.now.astimezone(world.zone).date()
    found = find_buyers(world, question, today, world.now)
    rule = question["thresholds"]
    cuts, classes = classify(found, rule)
    result = world.ask(**question)
    people = counted((person, name) for person, name in classes.items())
    assert result["classes"] == [
        {
            "class": name,
            "people": len(people.get(name, ())),
            "amount": pytest.approx(float(sum(found[p][2] for p in people.get(name, ())))),
        }
        for name in CLASSES.values()
    ], question
    assert (list(result["cuts"].values()) if found else result["cuts"]) == (
        pytest.approx([float(cut) for cut in cuts]) if found else None
    ), question
    for name, some in people.items():
        assert world.who({"class": name}, **question) == some
    check_scores(world, question, found, result["scores"])
    if "before" not in question:
        assert result["moves"] == []
        return
    day = date.fromisoformat(question["before"])
    then = find_buyers(world, question, day, begin_of(day + timedelta(days=1), world.zone))
    _, was = classify(then, rule)
    moved = counted((p, (was.get(p), classes.get(p))) for p in {*was, *classes})
    assert {(each["from"], each["to"]): each["people"] for each in result["moves"]} == {
        move: len(some) for move, some in moved.items()
    }, question
    for (origin, target), some in list(moved.items())[:2]:
        assert world.who({"from": origin, "to": target}, **question) == some


def check_scores(world: World, question: dict, found: dict[int, Buyer], shown: list[dict]) -> None:
    rule = question["thresholds"]
    if not found or "levels" not in rule:
        assert shown == []
        return
    scores = scores_of(found, rule["levels"])
    cells = counted((person, (r, f)) for person, (r, f, _) in scores.items())
    assert shown == [
        {
            "r": r,
            "f": f,
            "people": len(some),
            "amount": pytest.approx(float(sum(found[p][2] for p in some))),
            "m": pytest.approx(sum(scores[p][2] for p in some) / len(some)),
        }
        for (r, f), some in sorted(cells.items())
    ], question
    for (r, f), some in list(cells.items())[:2]:
        assert world.who({"r": r, "f": f}, **question) == some


@pytest.mark.parametrize("where", PLACES)
def test_agrees_with_counting_in_fractions(world_in, where):
    @settings(max_examples=examples(2), phases=(Phase.explicit, Phase.generate), deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(drawn=buyers(ANCHORS[where]), asked=st.lists(Q, min_size=5, max_size=5))
    def agrees(drawn, asked):
        world = drawn.fill(world_in(where), ANCHORS[where])
        today = today_at(where)

        def day(n: int) -> str:
            return str(today + timedelta(days=n))

        for name, each in zip(WORLDS, asked, strict=True):
            question = {"kind": "rfm", "event": name, **each}
            within = question["range"]
            question["range"] = (
                {"last": within}
                if isinstance(within, str)
                else {"from": day(within[0]), "to": day(within[1])}
            )
            if question["before"] is None:
                del question["before"]
            else:
                question["before"] = day(question["before"])
            check(world, question)

    agrees()


ASKED = {"kind": "rfm", "event": "buy", "amount": "amount", "range": {"last": "90d"}}


def test_whoever_spent_the_mean_is_high(shanghai):
    """Three times 0.1 is a little more than 0.3 in floating point, and nobody was at the mean."""
    shanghai.fill([purchase("buy", person, NOON, 10) for person in (1, 2, 3)])
    assert shanghai.who({"class": "important_value"}, **ASKED) == {1, 2, 3}


def test_the_third_of_three_levels_begins_at_two_thirds(shanghai):
    """10, 20, 30 and 40: two thirds of the way stands 30, whose score is 3, which is high."""
    shanghai.fill([purchase("buy", person, NOON, person * 1000) for person in range(1, 5)])
    asked = {**ASKED, "thresholds": {"levels": 3, "high": 3}}
    (cell,) = shanghai.ask(**asked)["scores"]
    assert cell["m"] == (1 + 2 + 3 + 3) / 4
    assert shanghai.who({"class": "important_value"}, **asked) == {3, 4}


def test_the_class_before_is_that_of_the_end_of_the_day(shanghai):
    """Bought on the very day, and so no days ago when it ended; seven days are that day and six before it."""
    shanghai.fill(
        [purchase("buy", 1, NOON, 100), purchase("buy", 2, NOON - timedelta(days=6), 100)]
    )
    shanghai.now = NOON + timedelta(days=30)
    asked = {
        **ASKED,
        "range": {"last": "7d"},
        "thresholds": {"fixed": {"r": 0, "f": 1, "m": 1}},
        "before": "2026-03-03",
    }
    moves = shanghai.ask(**asked)["moves"]
    assert {(each["from"], each["to"], each["people"]) for each in moves} == {
        ("important_value", None, 1),
        ("important_keep", None, 1),
    }
    assert shanghai.who({"from": "important_value", "to": None}, **asked) == {1}


@pytest.mark.parametrize(
    ("change", "who", "path"),
    [
        ({"by": {"property": "category"}}, None, "by"),
        ({"event": "bye"}, None, "event"),
        ({"before": "soon"}, None, "before"),
        ({}, {"r": 1, "f": 1}, "who.r"),
        ({}, {"class": "best"}, "who.class"),
    ],
    ids=["by", "event", "before", "score", "class"],
)
def test_mistakes_name_their_place(shanghai, change, who, path):
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**ASKED | change) if who is None else shanghai.who(who, **ASKED | change)
    assert caught.value.path == path
