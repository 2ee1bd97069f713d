"""Lifetime value: small worlds counted by hand, and everything counted again in plain Python."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from stayflow.measure.analysis import answer_query
from stayflow.understand.value import AcquisitionCost
from tests.measure.conftest import ZONES
from tests.measure.world import Happened, World

QUESTION = {
    "kind": "ltv",
    "range": {"from": "2026-01-01", "to": "2026-03-31"},
    "acquired": {"event": "a"},
    "event": "buy",
    "amount": "amount",
    "periods": 3,
}


def on(name: str, person: int, month: int, day: int, amount: float | None = None, **properties):
    return Happened(
        name, person, datetime(2026, month, day, 4, tzinfo=UTC), {"amount": amount, **properties}
    )


def test_what_a_person_brought_adds_up(shanghai):
    """Now is 10 April: January has three months after it of which one is not over."""
    shanghai.fill(
        [
            on("a", 1, 1, 5),
            on("buy", 1, 1, 5, 10),
            on("buy", 1, 2, 5, 20),
            on("a", 2, 1, 9),
            on("a", 3, 3, 9),
            on("buy", 3, 4, 1, 8),
            on("buy", 2, 4, 1, 6),
        ]
    )
    result = shanghai.ask(**QUESTION)
    january, march = result["cohorts"]
    assert january == {
        "t": "2026-01-01", "size": 2, "payers": 2, "cumulative": [5.0, 15.0, 15.0, None], "so_far": 18.0,
        "spend": None, "cac": None, "payback": None, "is_incomplete": False,
    }  # fmt: skip
    assert (march["cumulative"], march["so_far"]) == ([0.0, None, None, None], 8.0)
    assert result["total"]["cumulative"] == [pytest.approx(10 / 3), 15.0, 15.0, None]
    assert shanghai.who({"cohort": "2026-01-01"}, **QUESTION) == {1, 2}
    assert shanghai.who({"cohort": "2026-03-01", "paid": True}, **QUESTION) == {3}
    assert shanghai.who({"paid": False}, **QUESTION) == set()


def test_only_the_first_time_ever_wins_somebody(shanghai):
    """And what was brought before it does not count; at the same instant arrival decides."""
    before = replace(on("a", 1, 1, 5), at=datetime(2025, 12, 31, tzinfo=UTC))
    shanghai.fill(
        [before, on("a", 1, 1, 5), on("buy", 2, 1, 3, 50), on("buy", 2, 1, 5, 7), on("a", 2, 1, 5)]
    )
    (line,) = shanghai.ask(**QUESTION)["cohorts"]
    assert (line["size"], line["payers"], line["so_far"]) == (1, 0, 0.0)
    (line,) = shanghai.ask(**{**QUESTION, "acquired": {"event": "buy"}})["cohorts"]
    assert (line["size"], line["so_far"]) == (1, 57.0)


def test_beside_who_was_won_before(shanghai):
    """Two were won in January and brought 5 each in their month; one in March, who brought 8."""
    shanghai.fill(
        [
            on("a", 1, 1, 5),
            on("buy", 1, 1, 6, 10),
            on("a", 2, 1, 9),
            on("a", 3, 3, 9),
            on("buy", 3, 3, 9, 8),
        ]
    )
    asked = {**QUESTION, "range": {"from": "2026-03-01", "to": "2026-03-31"}}
    asked["compare"] = {"from": "2026-01-01", "to": "2026-01-31"}
    result = shanghai.ask(**asked)
    now, then = result["total"], result["previous"]
    assert (now["size"], now["cumulative"][0]) == (1, 8.0)
    assert (then["size"], then["payers"], then["cumulative"][0]) == (2, 1, 5.0)
    assert shanghai.who({"paid": False, "compared": True}, **asked) == {2}


def test_a_group_beside_the_same_group_of_before(shanghai):
    """What is said of then is what that month says of itself; who was won by `z` is among the rest."""
    won = [
        (1, 1, "x"),
        (2, 1, "x"),
        (3, 1, "y"),
        (4, 1, "z"),
        (5, 3, "y"),
        (6, 3, "y"),
        (7, 3, "x"),
        (8, 3, "x"),
    ]
    shanghai.fill(
        event
        for person, month, category in won
        for event in (
            on("a", person, month, 5, category=category),
            on("buy", person, month, 6, person),
        )
    )
    then = {"from": "2026-01-01", "to": "2026-01-31"}
    asked = {
        **QUESTION,
        "range": {"from": "2026-03-01", "to": "2026-03-31"},
        "by": {"property": "category"},
    }
    alone = shanghai.ask(**{**asked, "range": then})
    assert "previous" not in alone["groups"][0]
    known = {each["by"]["category"]: each for each in alone["groups"]}
    answer = shanghai.ask(**asked, compare=then)
    assert answer["previous"] == alone["total"]
    assert [each["by"]["category"] for each in answer["groups"]] == ["x", "y", "other"]
    for group, name in zip(answer["groups"], ("x", "y", "z"), strict=True):
        was = {
            field: value for field, value in known[name].items() if field not in {"by", "is_other"}
        }
        assert group["previous"] == was
    rest = {"by": {"category": "other"}, "is_other": True, "compared": True}
    assert shanghai.who(rest, **asked, compare=then) == {4}
    assert shanghai.who({"by": {"category": "x"}, "compared": True}, **asked, compare=then) == {
        1,
        2,
    }


def costed(world: World, **changed):
    costs = [
        AcquisitionCost("ads", date(2026, 1, 1), Decimal(31)),
        AcquisitionCost("shop", date(2026, 2, 1), Decimal(28)),
    ]
    scope = replace(world.scope, costs=lambda: costs)
    return answer_query({**QUESTION, **changed}, scope=scope, warehouse=world.warehouse).result


def test_cost_and_payback(shanghai):
    """31 for January's two people: 15.5 each, reached in the second month; February's one cost 28 and brought 1."""
    shanghai.fill(
        [
            on("a", 1, 1, 5, category="ads"),
            on("a", 2, 1, 6, category="ads"),
            on("buy", 1, 2, 6, 31),
            on("a", 3, 2, 6, category="shop"),
            on("buy", 3, 2, 6, 1),
        ]
    )
    result = costed(shanghai)
    assert [(each.cac, each.payback) for each in result.cohorts] == [(15.5, 1), (28.0, None)]
    assert result.total.spend == pytest.approx(59)
    only = {"from": "2026-01-01", "to": "2026-01-10"}
    assert costed(shanghai, range=only).cohorts[0].cac == pytest.approx(5)
    result = costed(shanghai, by={"property": "category"})
    assert [(each.by["category"], each.cac) for each in result.groups] == [
        ("ads", pytest.approx(15.5)),
        ("shop", pytest.approx(28)),
    ]


def test_groups_are_of_the_event_that_won_them_or_an_attribute(shanghai):
    shanghai.fill(
        [
            on("a", 1, 1, 5, category="x"),
            on("a", 1, 1, 7, category="y"),
            on("buy", 1, 1, 8, 4, category="z"),
            on("a", 2, 1, 7, category="x"),
            on("a", 3, 1, 7, category="y"),
            on("a", 4, 1, 7),
        ],
        cities={1: "杭州"},
    )
    question = {**QUESTION, "by": {"property": "category"}, "top": 1}
    groups = shanghai.ask(**question)["groups"]
    assert [(each["by"]["category"], each["size"], each["so_far"]) for each in groups] == [
        ("x", 2, 2.0),
        ("other", 2, 0.0),
    ]
    assert shanghai.who({"by": {"category": "x"}}, **question) == {1, 2}
    assert shanghai.who({"by": {"category": "other"}, "is_other": True}, **question) == {3, 4}
    groups = shanghai.ask(**{**QUESTION, "by": {"attribute": "city"}})["groups"]
    assert [(each["by"]["city"], each["size"]) for each in groups] == [(None, 3), ("杭州", 1)]


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"periods": 1000}, "periods"),
        ({"per": "hour"}, "per"),
        ({"acquired": {"event": "aa"}}, "acquired.event"),
        ({"amount": "amuont"}, "amount"),
        ({"cohort": 1}, "cohort"),
    ],
)
def test_mistakes_name_their_place(shanghai, changed, path):
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**{**QUESTION, **changed})
    assert caught.value.path == path


def period_of(day: date, per: str) -> tuple[int, str]:
    """The number of a period, and its first day."""
    if per == "week":
        first = day - timedelta(days=day.weekday())
        return first.toordinal() // 7, first.isoformat()
    return day.year * 12 + day.month, day.replace(day=1).isoformat()


def reference(world: World, mark: str, per: str, periods: int):
    """Cohorts by first day: who, who paid, and what each brought in each period after."""
    by_person: dict[int, list[Happened]] = {}
    for event in sorted(world.events, key=lambda each: each.at):  # stable: arrival decides
        if event.properties["invoice"] == mark:
            by_person.setdefault(world.person(event.person), []).append(event)
    cohorts: dict[str, list[tuple[int, dict[int, float]]]] = {}
    for person, events in by_person.items():
        place = next((n for n, each in enumerate(events) if each.name == "a"), None)
        if place is None:
            continue
        day = events[place].at.astimezone(world.zone).date()
        if not date(2026, 2, 1) <= day <= date(2026, 4, 10):
            continue
        number, t = period_of(day, per)
        brought: dict[int, float] = {}
        for each in events[place:]:
            later = period_of(each.at.astimezone(world.zone).date(), per)[0] - number
            if each.name == "buy" and each.properties["amount"] is not None and later <= periods:
                brought[later] = brought.get(later, 0) + each.properties["amount"]
        cohorts.setdefault(t, []).append((person, brought))
    return cohorts


@given(
    worlds=st.lists(
        st.lists(
            st.tuples(
                st.integers(1, 5),
                st.sampled_from(["a", "buy", "buy", "view"]),
                st.integers(0, 90 * 4),
                st.one_of(st.none(), st.integers(-400, 4000).map(lambda cents: cents / 100)),
            ),
            max_size=15,
        ),
        min_size=5,
        max_size=5,
    ),
    merged=st.booleans(),
    zone=st.sampled_from(ZONES),
    per=st.sampled_from(["week", "month"]),
)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_agrees_with_counting_by_hand(world_in, worlds, merged, zone, per):
    world = world_in(zone)
    events = [
        Happened(
            name,
            10 * n + person,
            world.now - timedelta(hours=6) * (90 * 4 - steps),
            {"amount": amount, "invoice": f"w{n}"},
        )
        for n, each in enumerate(worlds)
        for person, name, steps, amount in each
    ]
    world.fill(events, {10 * n + 5: 10 * n + 1 for n in range(5)} if merged else {})
    today = period_of(world.now.astimezone(world.zone).date(), per)[0]
    for n in range(len(worlds)):
        question = {
            **QUESTION, "range": {"from": "2026-02-01", "to": "2026-04-10"}, "per": per,
            "filter": {"property": "invoice", "op": "eq", "value": f"w{n}"},
        }  # fmt: skip
        expected = reference(world, f"w{n}", per, 3)
        result = world.ask(**question)
        assert [each["t"] for each in result["cohorts"]] == sorted(expected)
        for line in result["cohorts"]:
            people = expected[line["t"]]
            size = len(people)
            assert (line["size"], line["payers"]) == (size, sum(bool(b) for _, b in people))
            number = period_of(date.fromisoformat(line["t"]), per)[0]
            assert line["is_incomplete"] == (number == today)
            for k, value in enumerate(line["cumulative"]):
                brought = sum(b.get(later, 0) for _, b in people for later in range(k + 1))
                expected_value = pytest.approx(brought / size) if number + k < today else None
                assert value == expected_value
            total = sum(sum(b.values()) for _, b in people)
            assert line["so_far"] == pytest.approx(total / size)
            assert world.who({"cohort": line["t"]}, **question) == {p for p, _ in people}
