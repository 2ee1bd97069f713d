"""Trend: every point counted again in plain Python, per period of the project's zone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from tests.measure.conftest import ZONES
from tests.measure.world import Happened, World

RANGE = {"from": "2026-03-01", "to": "2026-03-31"}


def period_of(at: datetime, per: str, world: World) -> str:
    local = at.astimezone(world.zone)
    day = local.date()
    if per in {"minute", "hour"}:
        cut = local.replace(second=0, microsecond=0)
        return (cut if per == "minute" else cut.replace(minute=0)).isoformat()
    firsts = {
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "month": day.replace(day=1),
        "quarter": date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
    }
    return firsts[per].isoformat()


def in_range(world: World, event: Happened) -> bool:
    return date(2026, 3, 1) <= event.at.astimezone(world.zone).date() <= date(2026, 3, 31)


def counted(aggregate, events: list[Happened], world: World):
    """One number over some events."""
    amounts = [e.properties["amount"] for e in events if e.properties.get("amount") is not None]
    people = {world.person(e.person) for e in events}
    if isinstance(aggregate, str):
        return {
            "count": len(events),
            "people": len(people),
            "per_person": len(events) / len(people) if people else None,
        }[aggregate]
    ((kind, _),) = aggregate.items()
    if kind == "sum":
        return sum(amounts)
    if kind == "distinct":
        return len({e.properties["category"] for e in events if e.properties.get("category")})
    if not amounts:
        return None
    of = {
        "avg": lambda: sum(amounts) / len(amounts),
        "min": lambda: min(amounts),
        "max": lambda: max(amounts),
        "median": lambda: median(amounts),
    }
    return of[kind]()


def test_days_without_events_are_there_and_today_is_incomplete(shanghai):
    shanghai.fill(
        [Happened("a", 1, shanghai.now - timedelta(days=2)), Happened("a", 1, shanghai.now)]
    )
    (series,) = shanghai.ask(kind="trend", range={"last": "4d"}, metrics=[{"event": "a"}])["series"]
    assert series["points"] == [
        {"t": "2026-04-07", "value": 0},
        {"t": "2026-04-08", "value": 1},
        {"t": "2026-04-09", "value": 0},
        {"t": "2026-04-10", "value": 1, "is_incomplete": True},
    ]


def test_values_beyond_the_leading_ones_are_other(shanghai):
    noon = datetime(2026, 3, 3, 4, tzinfo=UTC)
    shanghai.fill(
        [Happened("a", 1, noon, {"category": c}) for c in "xxxxyyyz"] + [Happened("a", 2, noon)]
    )
    question = {
        "kind": "trend",
        "range": RANGE,
        "metrics": [{"event": "a", "aggregate": "count"}],
        "per": "none",
        "by": {"property": "category"},
        "top": 2,
    }
    shown = [
        (s["by"]["category"], s["is_other"], s["points"][0]["value"])
        for s in shanghai.ask(**question)["series"]
    ]
    assert shown == [("x", False, 4), ("y", False, 3), ("other", True, 2)]
    assert shanghai.who({"by": {"category": "other"}, "is_other": True}, **question) == {1, 2}
    assert shanghai.who({"by": {"category": "x"}}, **question) == {1}


def test_a_breakdown_by_a_missing_value_is_nothing(shanghai):
    noon = datetime(2026, 3, 3, 4, tzinfo=UTC)
    shanghai.fill([Happened("a", 1, noon), Happened("a", 2, noon)], cities={1: "杭州"})
    question = {
        "kind": "trend",
        "range": RANGE,
        "metrics": [{"event": "a", "aggregate": "people"}],
        "per": "month",
        "by": {"attribute": "city"},
    }
    shown = {s["by"]["city"]: s["points"][0]["value"] for s in shanghai.ask(**question)["series"]}
    assert shown == {"杭州": 1, None: 1}
    assert shanghai.who({"by": {"city": None}, "t": "2026-03-01"}, **question) == {2}


def test_the_previous_range_beside_this_one(shanghai):
    shanghai.fill(
        [Happened("a", 1, shanghai.now - timedelta(days=days)) for days in (0, 1, 2, 3, 3)]
    )
    (series,) = shanghai.ask(
        kind="trend", range={"last": "2d"}, metrics=[{"event": "a"}], compare="previous"
    )["series"]
    assert [p["value"] for p in series["points"]] == [1, 1]
    assert [p["value"] for p in series["previous"]] == [2, 1]


def test_formulas_cumulative_and_rolling(shanghai):
    shanghai.fill(
        [
            Happened("a", n, shanghai.now - timedelta(days=days))
            for n, days in enumerate((4, 3, 3, 1))
        ]
        + [Happened("a", 0, shanghai.now - timedelta(days=1))]
    )
    people = {"event": "a", "aggregate": "people"}
    question = {"kind": "trend", "range": {"last": "4d"}, "metrics": [people, {"event": "a"}]}

    def shown(**more):
        return [
            [p["value"] for p in s["points"]] for s in shanghai.ask(**question, **more)["series"]
        ]

    assert shown(formulas=["B / A"]) == [[2, 0, 2, 0], [2, 0, 2, 0], [1, None, 1, None]]
    assert shown(form="cumulative") == [[2, 2, 4, 4], [2, 2, 4, 4]]
    assert shown(form={"rolling": 2}) == [[3, 2, 2, 2], [3, 2, 2, 2]]
    rolling = {"t": "2026-04-07", "metric": 0}
    assert shanghai.who(rolling, **question, form={"rolling": 2}) == {0, 1, 2}
    assert shanghai.who({"t": "2026-04-09"}, **question, form="cumulative") == {0, 1, 2, 3}


def test_the_same_days_of_last_year_and_days_of_ones_own(shanghai):
    noon = datetime(2026, 3, 3, 4, tzinfo=UTC)
    times = [noon, noon.replace(year=2025), noon.replace(year=2025), noon - timedelta(days=30)]
    shanghai.fill([Happened("a", n, at, {"category": "x"}) for n, at in enumerate(times)])
    days = {"from": "2026-03-03", "to": "2026-03-03"}
    question = {"kind": "trend", "range": days, "metrics": [{"event": "a"}]}
    question |= {"by": {"property": "category"}}
    own = {"from": "2026-02-01", "to": "2026-02-01"}
    for compare, t, value in (("year", "2025-03-03", 2), (own, "2026-02-01", 1)):
        (series,) = shanghai.ask(**question, compare=compare)["series"]
        assert series["previous"] == [{"t": t, "value": value}]
        who = {"t": t, "compared": True, "by": {"category": "x"}}
        assert len(shanghai.who(who, **question, compare=compare)) == value


def test_what_only_the_other_range_has_is_in_the_rest(shanghai):
    """The groups are those of the own range; of the other one nothing is left out, and nothing is 0, not unknown."""
    now, then = datetime(2026, 3, 3, 4, tzinfo=UTC), datetime(2026, 2, 1, 4, tzinfo=UTC)
    shanghai.fill(
        [Happened("a", 1, now, {"category": "x"}), Happened("a", 2, now, {"category": "y"})]
        + [Happened("a", n, then, {"category": value}) for n, value in ((2, "y"), (3, "z"))]
    )
    question = {
        "kind": "trend",
        "range": {"from": "2026-03-03", "to": "2026-03-03"},
        "metrics": [{"event": "a", "aggregate": "people"}],
        "by": {"property": "category"},
        "compare": {"from": "2026-02-01", "to": "2026-02-01"},
    }
    shown = {
        each["by"]["category"]: (each["points"][0]["value"], each["previous"][0]["value"])
        for each in shanghai.ask(**question)["series"]
    }
    assert shown == {"x": (1, 0), "y": (1, 1), "other": (0, 1)}
    rest = {"by": {"category": "other"}, "is_other": True, "compared": True}
    assert shanghai.who(rest, **question) == {3}


def test_of_as_much_the_first_value_comes_first(shanghai):
    noon = datetime(2026, 3, 3, 4, tzinfo=UTC)
    shanghai.fill(
        Happened("a", 1, noon + timedelta(days=n), {"category": value})
        for n, value in enumerate("zyx")
    )
    metrics = [{"event": "a"}]
    series = shanghai.ask(
        kind="trend", range=RANGE, metrics=metrics, by={"property": "category"}, top=2
    )["series"]
    assert [each["by"]["category"] for each in series] == ["x", "y", "other"]


def test_money_is_summed_exactly(shanghai):
    noon = datetime(2026, 3, 3, 4, tzinfo=UTC)
    shanghai.fill([Happened("buy", 1, noon, revenue=Decimal("0.1")) for _ in range(30)])
    (series,) = shanghai.ask(
        kind="trend",
        range=RANGE,
        metrics=[{"event": "buy", "aggregate": {"sum": "revenue"}}],
        per="none",
    )["series"]
    assert series["points"] == [{"t": None, "value": 3.0}]


def test_hours_when_the_clocks_change(world_in):
    """25 October 2026 has 25 hours in Berlin, and two of them are called two o'clock."""
    berlin = world_in("Europe/Berlin")
    berlin.now = datetime(2026, 11, 1, tzinfo=UTC)
    berlin.fill(
        [Happened("a", 1, datetime(2026, 10, 25, hour, 30, tzinfo=UTC)) for hour in (0, 1, 1)]
    )
    day = {"from": "2026-10-25", "to": "2026-10-25"}
    (series,) = berlin.ask(kind="trend", range=day, metrics=[{"event": "a"}], per="hour")["series"]
    assert len(series["points"]) == 25
    shown = {p["t"]: p["value"] for p in series["points"] if p["value"]}
    assert shown == {"2026-10-25T02:00:00+02:00": 1, "2026-10-25T02:00:00+01:00": 2}


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"metrics": []}, "too_much_asked", "metrics"),
        (
            {"metrics": [{"event": "a", "aggregate": {"sum": "amont"}}]},
            "unknown_property",
            "metrics[0].aggregate.sum",
        ),
        (
            {"metrics": [{"event": "a", "aggregate": "sums"}]},
            "aggregate_invalid",
            "metrics[0].aggregate",
        ),
        ({"metrics": [{"event": "a", "where": {"property": "x"}}]}, None, None),
        ({"per": "second"}, "malformed", "per"),
        ({"per": "minute"}, "too_much_asked", "per"),
        ({"compare": "decade"}, "malformed", "compare"),
        ({"formulas": ["A / C"]}, "query_invalid", "formulas[0].formula"),
        ({"formulas": ["A /"]}, "formula_invalid", "formulas[0].formula"),
        ({"form": {"rolling": 1}}, "too_much_asked", "form.rolling"),
        ({"form": "cumulative", "per": "none"}, "query_invalid", "per"),
        ({"by": [{"property": "category"}] * 2}, "query_invalid", "by"),
        ({"top": 0}, "too_much_asked", "top"),
        ({"lang": "fr"}, "query_invalid", "lang"),
        ({"kind": "trnd"}, "invalid_input", "kind"),
    ],
)
def test_mistakes_name_their_place(shanghai, change, code, path):
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**{"kind": "trend", "range": RANGE, "metrics": [{"event": "a"}], **change})
    if code:
        assert (caught.value.code, caught.value.path) == (code, path)


HAPPENED = st.builds(
    lambda name, person, minutes, category, amount: Happened(
        name,
        person,
        datetime(2026, 2, 28, 12, tzinfo=UTC) + timedelta(minutes=minutes),
        {"category": category, "amount": amount},
    ),
    st.sampled_from(["a", "b"]),
    st.integers(1, 6),
    st.integers(0, 33 * 1440),
    st.sampled_from(["", "x", "y"]),
    st.sampled_from([None, -2, 0, 1, 5]),
)
AGGREGATES = [
    "count",
    "people",
    "per_person",
    {"sum": "amount"},
    {"avg": "amount"},
    {"min": "amount"},
    {"max": "amount"},
    {"median": "amount"},
    {"distinct": "category"},
]


@given(
    events=st.lists(HAPPENED, max_size=30),
    merges=st.sampled_from([{}, {4: 1}, {3: 2, 4: 2}]),
    names=st.sampled_from(["a", ["a", "b"], "*"]),
    aggregate=st.sampled_from(AGGREGATES),
    per=st.sampled_from(["hour", "day", "week", "month", "quarter"]),
    split=st.booleans(),
    zone=st.sampled_from(ZONES),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_agrees_with_counting_by_hand(world_in, events, merges, names, aggregate, per, split, zone):
    world = world_in(zone).fill(events, merges)
    chosen = [e for e in events if in_range(world, e) and (names == "*" or e.name in names)]
    question = {
        "kind": "trend",
        "range": RANGE,
        "metrics": [{"event": names, "aggregate": aggregate}],
        "per": per,
    }
    if split:
        question["by"] = [{"property": "category"}]
    for series in world.ask(**question)["series"]:
        value = series["by"].get("category")
        mine = [e for e in chosen if not split or (e.properties["category"] or None) == value]
        for point in series["points"]:
            cell = [e for e in mine if period_of(e.at, per, world) == point["t"]]
            assert point["value"] == pytest.approx(counted(aggregate, cell, world)), point
        assert {period_of(e.at, per, world) for e in mine} <= {p["t"] for p in series["points"]}
        if mine:
            t = period_of(mine[0].at, per, world)
            people = {world.person(e.person) for e in mine if period_of(e.at, per, world) == t}
            assert (
                world.who({"t": t, **({"by": series["by"]} if split else {})}, **question) == people
            )
