"""Formulas, cumulative and rolling points and comparisons counted again in plain Python, many worlds at once."""

from datetime import date, datetime, timedelta
from statistics import quantiles
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.measure.worlds import ANCHORS, packs

NAMES = ("a", "b")
HOUR, DAY = 3600, 86400
SECONDS = (
    0,
    1,
    HOUR,
    23 * HOUR,
    DAY - 1,
    DAY,
    DAY + 1,
    25 * HOUR,
    *(DAY * n for n in range(2, 24)),
)
EXAMPLES = 3
X = {"property": "category", "op": "eq", "value": "x"}
METRICS = [
    {"event": "a"},
    {"event": "a", "aggregate": "people"},
    {"event": "*", "aggregate": {"sum": "amount"}},
    {"event": ["a", "b"], "aggregate": {"avg": "amount"}},
    {"event": "b", "where": X},
    {"event": "*", "where": X, "aggregate": "people"},
    {"event": "a", "aggregate": "per_person"},
    {"event": "*", "aggregate": "days"},
    {"event": "a", "aggregate": {"min": "amount"}},
    {"event": "*", "aggregate": {"max": "amount"}},
    {"event": "*", "aggregate": {"median": "amount"}},
    {"event": "a", "aggregate": {"p90": "amount"}},
    {"event": "*", "aggregate": {"distinct": "category"}},
]
Q = st.fixed_dictionaries(
    {
        "metrics": st.lists(st.sampled_from(METRICS), min_size=2, max_size=2),
        "formulas": st.sampled_from([[], ["A / B"], ["(A - B) / (A + B) * 100"]]),
        "per": st.sampled_from(["none", "hour", "day", "day", "week", "month", "quarter"]),
        "form": st.sampled_from([None, "cumulative", {"rolling": 2}, {"rolling": 7}]),
        "compare": st.sampled_from([None, "previous", "year"]),
        "last": st.sampled_from([None, None, "50h", "4d"]),
        "split": st.booleans(),
    }
)


def first_of(at, per, zone):
    """The instant a period begins: of an hour counted in time, of a day in the calendar."""
    local = at.astimezone(zone)
    if per == "hour":
        return at - timedelta(minutes=local.minute, seconds=local.second)
    day = local.date()
    firsts = {
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "month": day.replace(day=1),
        "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    }
    return begin_of(firsts[per], zone)


def begin_of(day: date, zone):
    return datetime.combine(day, datetime.min.time(), zone).astimezone(ZoneInfo("UTC"))


def moved(start, per, count, zone):
    """The instant the period `count` after the one that begins at `start` begins."""
    if per == "hour":
        return start + timedelta(hours=count)
    day = start.astimezone(zone).date()
    if per in {"month", "quarter"}:
        months = day.year * 12 + day.month - 1 + count * {"month": 1, "quarter": 3}[per]
        return begin_of(date(months // 12, months % 12 + 1, 1), zone)
    return begin_of(day + timedelta(days={"day": 1, "week": 7}[per] * count), zone)


def measured(metric, events, world):
    names = NAMES if metric["event"] == "*" else metric["event"]
    chosen = [e for e in events if e.name in names]
    if "where" in metric:
        chosen = [e for e in chosen if e.properties.get("category") == "x"]
    amounts = [e.properties["amount"] for e in chosen if "amount" in e.properties]
    people = {world.person(e.person) for e in chosen}
    aggregate = metric.get("aggregate", "count")
    if isinstance(aggregate, dict):
        ((kind, _),) = aggregate.items()
        return OVER_AMOUNTS[kind](amounts) if kind in OVER_AMOUNTS else len(values_of(chosen))
    return {
        "count": len(chosen),
        "people": len(people),
        "per_person": len(chosen) / len(people) if people else None,
        "days": len({e.at.astimezone(world.zone).date() for e in chosen}),
    }[aggregate]


def values_of(events):
    return {e.properties.get("category") or "" for e in events} - {""}


def level(amounts, share):
    """The quantile of numbers, their ends included; None without any."""
    if len(amounts) < 2:
        return next(iter(amounts), None)
    return quantiles(amounts, n=10, method="inclusive")[round(share * 10) - 1]


OVER_AMOUNTS = {
    "sum": sum,
    "avg": lambda amounts: sum(amounts) / len(amounts) if amounts else None,
    "min": lambda amounts: min(amounts, default=None),
    "max": lambda amounts: max(amounts, default=None),
    "median": lambda amounts: level(amounts, 0.5),
    "p90": lambda amounts: level(amounts, 0.9),
}


def computed(formula, a, b):
    if a is None or b is None:
        return None
    try:
        return a / b if formula == "A / B" else (a - b) / (a + b) * 100
    except ZeroDivisionError:
        return None


def points(question, events, span, world):
    """Per series, the value of each point."""
    per, form, zone = question["per"], question.get("form"), world.zone
    begin, end = span
    if per == "none":
        row = counted(question, [e for e in events if begin <= e.at < end], world)
        return [[value] for value in row]
    start, rows = first_of(begin, per, zone), []
    while start < end and start <= world.now:
        following = moved(start, per, 1, zone)
        since = max(begin, start)
        if form == "cumulative":
            since = begin
        elif form:
            since = moved(start, per, 1 - form["rolling"], zone)
        inside = [e for e in events if since <= e.at < min(end, following)]
        rows.append(counted(question, inside, world))
        start = following
    return [list(column) for column in zip(*rows, strict=True)]


def counted(question, events, world):
    """Every metric and formula of some events."""
    row = [measured(metric, events, world) for metric in question["metrics"]]
    return [*row, *(computed(each, *row) for each in question["formulas"])]


def whole(days, zone):
    """From the midnight that days begin at to the one they end at."""
    return begin_of(days[0], zone), begin_of(days[1] + timedelta(days=1), zone)


def year_before(day: date) -> date:
    return day.replace(year=day.year - 1)


@pytest.mark.parametrize("where", ANCHORS)
def test_agrees_with_counting_by_hand(world_in, where):
    zone, anchor = where.split(",")[0], ANCHORS[where]
    day = anchor.astimezone(ZoneInfo(zone)).date()
    days = (day - timedelta(days=3), day + timedelta(days=2))

    @settings(
        max_examples=examples(EXAMPLES),
        phases=(Phase.explicit, Phase.generate),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        pack=packs(NAMES, anchor, seconds=SECONDS, size=16),
        drawn=st.tuples(Q, Q, Q),
        later=st.sampled_from([DAY, 90 * DAY]),
    )
    def agrees(pack, drawn, later):
        world = pack.fill(world_in(zone))
        world.now = anchor + timedelta(seconds=later)
        for each in drawn:
            check(world, pack, each, days)

    agrees()


def check(world, pack, drawn, days):
    question = {key: value for key, value in drawn.items() if value is not None}
    split, last = question.pop("split"), question.pop("last", None)
    if question["per"] == "none":
        question.pop("form", None)
    asked = {"kind": "trend", "range": {"from": str(days[0]), "to": str(days[1])}, **question}
    own, earlier, zone = whole(days, world.zone), None, world.zone
    if last is not None:
        question.pop("compare", None)
        asked = {"kind": "trend", "range": {"last": last}, **question}
        today = world.now.astimezone(zone).date()
        own = whole((today - timedelta(days=3), today), zone)
        if last == "50h":
            own = world.now - timedelta(hours=50), world.now
    elif question.get("compare") == "year":
        earlier = whole((year_before(days[0]), year_before(days[1])), zone)
    elif "compare" in question:
        earlier = whole((days[0] - timedelta(days=6), days[0] - timedelta(days=1)), zone)
    if not split:
        everything = [e for events in pack.worlds for e in events]
        compare(world.ask(**asked)["series"], question, everything, (own, earlier), world)
        return
    found = {}
    for series in world.ask(**asked, by={"attribute": "city"}, top=50)["series"]:
        found.setdefault(series["by"]["city"], []).append(series)
    for number, events in enumerate(pack.worlds):
        for series in found.get(f"w{number}", []):
            compare([series], question, events, (own, earlier), world)
        in_range = {key: value for key, value in question.items() if key != "form"}
        shown = points(in_range, events, own, world)[: len(question["metrics"])]
        met = {series["index"] for series in found.get(f"w{number}", [])}
        for index, values in enumerate(shown):
            leads = any(values) and (not question["formulas"] or any(shown[0]))
            assert index in met or not leads, (question, number)


def compare(shown, question, events, ranges, world):
    own, earlier = ranges
    expected = points(question, events, own, world)
    before = points(question, events, earlier, world) if earlier else None
    for series in shown:
        index = series["index"]
        assert [p["value"] for p in series["points"]] == pytest.approx(expected[index]), question
        previous = [p["value"] for p in series["previous"] or []]
        if before and any(previous):
            assert previous == pytest.approx(before[index]), question
