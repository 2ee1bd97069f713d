"""Retention: the definition word by word in plain Python, over days that are 23 and 25 hours long."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from tests.measure.conftest import ZONES
from tests.measure.world import Happened, World

RANGE = {"from": "2026-03-01", "to": "2026-03-31"}


def local(world: World, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=world.zone).astimezone(UTC)


def first_of(day: date, per: str) -> date:
    return {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}[
        per
    ]


def next_of(day: date, per: str) -> date:
    if per == "month":
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day + timedelta(days={"day": 1, "week": 7}[per])


def periods_from(day: date, per: str, count: int) -> list[date]:
    days = [day]
    while len(days) < count:
        days.append(next_of(days[-1], per))
    return days


@pytest.mark.parametrize("mode", ["on", "on_or_after"])
def test_who_began_ahead_of_our_clock_is_in_the_cohort_of_this_week(shanghai, mode):
    """The sender's clock is ahead: it is Wednesday, and they began tomorrow."""
    shanghai.now = datetime(2026, 4, 8, 4, tzinfo=UTC)
    hours = ((1, -1), (2, 20))
    shanghai.fill(Happened("a", p, shanghai.now + timedelta(hours=h)) for p, h in hours)
    question = {
        "kind": "retention", "range": {"from": "2026-04-06", "to": "2026-04-30"}, "start": {"event": "a"}, "per": "week",
        "periods": 1, "mode": mode,
    }  # fmt: skip
    (cohort,) = shanghai.ask(**question)["cohorts"]
    assert cohort["size"] == 2
    assert shanghai.who({"cohort": "2026-04-06"}, **question) == {1, 2}
    (group,) = shanghai.ask(**question, by={"attribute": "city"})["groups"]
    assert group["size"] == 2


def reference(world: World, start, back, per: str, periods: int, *, unbounded: bool):
    """Cohorts as `contract.md` defines them, one person and one event at a time."""

    def day_of(event: Happened) -> date:
        return event.at.astimezone(world.zone).date()

    firsts: dict[int, Happened] = {}
    for event in world.events:
        person = world.person(event.person)
        if start(event) and date(2026, 3, 1) <= day_of(event) <= date(2026, 3, 31):
            known = firsts.get(person)
            firsts[person] = event if known is None or event.at < known.at else known
    cohorts = {}
    today = world.now.astimezone(world.zone).date()
    t = first_of(date(2026, 3, 1), per)
    while t <= date(2026, 3, 31):
        members = [p for p, event in firsts.items() if first_of(day_of(event), per) == t]
        values: list[set[int] | None] = []
        for k, period in enumerate(periods_from(t, per, periods + 1)):
            if next_of(period, per) > today:
                values.append(None)
                continue
            came = set()
            for event in world.events:
                person = world.person(event.person)
                if person not in members or not back(event) or event.at < firsts[person].at:
                    continue
                at = first_of(day_of(event), per)
                if at == period or (unbounded and period < at and day_of(event) <= today):
                    came.add(person)
            values.append(came)
            assert k <= periods
        cohorts[t.isoformat()] = (set(members), values)
        t = next_of(t, per)
    return cohorts


def shape(cohorts):
    return {
        t: (len(members), [None if v is None else len(v) for v in values])
        for t, (members, values) in cohorts.items()
    }


def shown(result):
    return {each["t"]: (each["size"], each["values"]) for each in result["cohorts"]}


def test_the_next_day_in_shanghai_is_the_next_day(shanghai):
    """Seven in the morning of 3 March in Shanghai is still 2 March in UTC."""
    shanghai.fill(
        [
            Happened("a", 1, local(shanghai, "2026-03-02T08:30")),
            Happened("a", 1, local(shanghai, "2026-03-03T07:00")),
        ]
    )
    result = shanghai.ask(kind="retention", range=RANGE, start={"event": "a"}, periods=2)
    assert shown(result)["2026-03-02"] == (1, [1, 1, 0])


def test_a_day_of_23_hours_is_a_day(world_in):
    berlin = world_in("Europe/Berlin")
    berlin.fill(
        [
            Happened("a", 1, local(berlin, "2026-03-28T23:30")),
            Happened("a", 1, local(berlin, "2026-03-29T23:30")),
            Happened("a", 1, local(berlin, "2026-03-30T00:10")),
        ]
    )
    result = berlin.ask(kind="retention", range=RANGE, start={"event": "a"}, periods=3)
    assert shown(result)["2026-03-28"] == (1, [1, 1, 1, 0])


def test_values_of_periods_that_are_not_over_are_missing(shanghai):
    yesterday = shanghai.now - timedelta(days=1)
    shanghai.fill([Happened("a", 1, yesterday), Happened("a", 1, shanghai.now)])
    result = shanghai.ask(kind="retention", range={"last": "2d"}, start={"event": "a"}, periods=2)
    assert [(c["size"], c["values"]) for c in result["cohorts"]] == [
        (1, [1, None, None]),
        (0, [None, None, None]),
    ]
    assert result["average"] == [1.0, None, None]


def test_back_on_the_same_day_counts_at_or_after_the_start(shanghai):
    shanghai.fill(
        [
            Happened("buy", 1, local(shanghai, "2026-03-02T08:00")),
            Happened("a", 1, local(shanghai, "2026-03-02T09:00")),
            Happened("a", 2, local(shanghai, "2026-03-02T09:00")),
            Happened("buy", 2, local(shanghai, "2026-03-02T09:00")),
        ]
    )
    question = {
        "kind": "retention",
        "range": RANGE,
        "start": {"event": "a"},
        "back": {"event": "buy"},
        "periods": 1,
    }
    assert shown(shanghai.ask(**question))["2026-03-02"] == (2, [1, 0])
    assert shanghai.who({"cohort": "2026-03-02", "period": 0}, **question) == {2}
    assert shanghai.who({"cohort": "2026-03-02"}, **question) == {1, 2}


def test_average_is_weighted_by_people(shanghai):
    days = ["2026-03-02", "2026-03-02", "2026-03-02", "2026-03-05"]
    shanghai.fill(
        [Happened("a", n, local(shanghai, f"{day}T09:00")) for n, day in enumerate(days)]
        + [Happened("a", 3, local(shanghai, "2026-03-06T09:00"))]
    )
    result = shanghai.ask(kind="retention", range=RANGE, start={"event": "a"}, periods=1)
    assert result["average"] == [1.0, 0.25]


def test_brackets_values_and_hours_after_the_start(shanghai):
    at = [(1, "2026-03-02T23:00"), (1, "2026-03-03T01:00"), (1, "2026-03-05T09:00")]
    at += [(2, "2026-03-02T09:00"), (2, "2026-03-10T09:00")]
    shanghai.fill([Happened("a", n, local(shanghai, text), {"amount": 5}) for n, text in at])
    question = {"kind": "retention", "range": RANGE, "start": {"event": "a"}}
    brackets = {"mode": "bracket", "brackets": [[0, 0], [1, 3], [4, 10]]}
    result = shanghai.ask(**question, **brackets)
    assert shown(result)["2026-03-02"] == (2, [2, 1, 1])
    assert result["brackets"] == [[0, 0], [1, 3], [4, 10]]
    assert shanghai.who({"cohort": "2026-03-02", "period": 2}, **question, **brackets) == {2}
    result = shanghai.ask(**question, periods=3, value={"sum": "amount"})
    assert shown(result)["2026-03-02"] == (2, [10, 5, 0, 5])
    assert result["average"] == [5.0, 2.5, 0.0, 2.5]
    result = shanghai.ask(**question, periods=3, clock="elapsed")
    assert shown(result)["2026-03-02"] == (2, [2, 0, 1, 0])


def test_split_by_the_value_of_the_first_start_and_beside_the_range_before(shanghai):
    days = {"from": "2026-03-02", "to": "2026-03-02"}
    shanghai.fill(
        [
            Happened("a", person, local(shanghai, f"2026-03-{day}T09:00"), {"category": value})
            for person, day, value in [
                *((1, "02", "x"), (1, "03", "y"), (2, "02", "x"), (3, "02", "y"), (3, "03", "y")),
                *((4, "01", "x"), (4, "02", "x")),
            ]
        ]
    )
    question = {"kind": "retention", "range": days, "start": {"event": "a"}, "periods": 1}
    question |= {"by": {"property": "category"}, "top": 1, "compare": "previous"}
    result = shanghai.ask(**question)
    shown_groups = [
        (g["by"]["category"], g["is_other"], g["size"], g["average"]) for g in result["groups"]
    ]
    assert shown_groups == [("x", False, 3, [1.0, 1 / 3]), ("other", True, 1, [1.0, 1.0])]
    assert result["previous"] == [1.0, 1.0]
    assert shanghai.who({"by": {"category": "x"}, "period": 1}, **question) == {1}


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"start": None}, "malformed", "start"),
        ({"start": {"event": "nope"}}, "unknown_event", "start.event"),
        ({"per": "hour"}, "malformed", "per"),
        ({"periods": 5000}, "too_much_asked", "periods"),
        ({"periods": 1.5}, "malformed", "periods"),
        ({"mode": "ever"}, "malformed", "mode"),
        ({"mode": "bracket"}, "malformed", "brackets"),
        ({"brackets": [[1, 3]]}, "query_invalid", "brackets"),
        ({"mode": "bracket", "brackets": [[1, 3], [3, 4]]}, "too_much_asked", "brackets[1][0]"),
        ({"value": {"sum": "amont"}}, "unknown_property", "value.sum"),
        ({"value": {"sum": "category"}}, "wrong_type", "value.sum"),
        ({"clock": "elapsed", "per": "month"}, "query_invalid", "clock"),
        ({"range": {"from": "2020-01-01", "to": "2026-01-01"}}, "too_much_asked", "per"),
        ({"range": {"last": "500d"}}, "too_much_asked", "range"),
    ],
)
def test_mistakes_name_their_place(shanghai, change, code, path):
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**{"kind": "retention", "range": RANGE, "start": {"event": "a"}, **change})
    assert (caught.value.code, caught.value.path) == (code, path)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ({"cohort": "2026-04-01"}, "who.cohort"),
        ({"cohort": "2026-03-01", "period": 31}, "who.period"),
    ],
)
def test_a_cell_that_is_not_there(shanghai, who, path):
    with pytest.raises(InvalidInput) as caught:
        shanghai.who(who, kind="retention", range=RANGE, start={"event": "a"})
    assert caught.value.path == path


HAPPENED = st.builds(
    lambda name, person, hour, category: Happened(
        name,
        person,
        datetime(2026, 2, 26, tzinfo=UTC) + timedelta(hours=hour),
        {"category": category},
    ),
    st.sampled_from(["a", "b", "buy"]),
    st.integers(1, 6),
    st.integers(0, 44 * 24),
    st.sampled_from(["x", "y"]),
)


@given(
    events=st.lists(HAPPENED, max_size=40),
    merges=st.sampled_from([{}, {4: 1}, {3: 2, 4: 2}]),
    back=st.sampled_from(["a", "buy", "*", ["a", "b"]]),
    per=st.sampled_from(["day", "week", "month"]),
    mode=st.sampled_from(["on", "on_or_after"]),
    filtered=st.booleans(),
    zone=st.sampled_from(ZONES),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_agrees_with_the_definition(world_in, events, merges, back, per, mode, filtered, zone):
    """The same numbers from bitmaps (no filter) and from events (with one), and the people behind them."""
    world = world_in(zone).fill(events, merges)
    where = {"property": "category", "op": "eq", "value": "x"} if filtered else None
    backs = {"a", "b", "buy"} if back == "*" else {back} if isinstance(back, str) else set(back)

    def fits(event: Happened) -> bool:
        return not filtered or event.properties["category"] == "x"

    expected = reference(
        world,
        lambda event: event.name == "a",
        lambda event: event.name in backs and fits(event),
        per,
        5,
        unbounded=mode == "on_or_after",
    )
    question = {
        "kind": "retention",
        "range": RANGE,
        "start": {"event": "a"},
        "back": {"event": back, "where": where},
        "per": per,
        "periods": 5,
        "mode": mode,
    }
    assert shown(world.ask(**question)) == shape(expected)
    t = max(expected, key=lambda each: len(expected[each][0]))
    assert world.who({"cohort": t}, **question) == expected[t][0]
    for k in (0, 1):
        if expected[t][1][k] is not None:
            assert world.who({"cohort": t, "period": k}, **question) == expected[t][1][k]


@given(events=st.lists(HAPPENED, max_size=30), merges=st.sampled_from([{}, {4: 1, 5: 1}]))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_people_bound_who_is_counted(shanghai, events, merges):
    """A condition over people gives what their events alone give."""
    question = {
        "kind": "retention",
        "range": RANGE,
        "start": {"event": "a"},
        "back": {"event": "b"},
        "periods": 3,
    }
    shanghai.fill(events, merges, {1: "p", 2: "p", 3: "q", 6: "q"})
    bounded = shanghai.ask(
        **question, people={"attribute": {"name": "city", "op": "eq", "value": "p"}}
    )
    chosen = {1, 2}
    shanghai.fill(
        [each for each in events if merges.get(each.person, each.person) in chosen], merges
    )
    assert bounded == shanghai.ask(**question)
