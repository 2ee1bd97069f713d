"""Every form of the funnel beside the slow one: many worlds in one project, a world a group of the answer."""

from datetime import datetime, timedelta
from statistics import median, quantiles
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.measure.analysis.funnel_oracle import Oracle, length
from tests.measure.worlds import ANCHORS, packs

NAMES = ("a", "b", "c", "view")
X = {"property": "category", "op": "eq", "value": "x"}
EXAMPLES = 3
"""Of each place: two questions over ten worlds in each."""
PHASES = (Phase.explicit, Phase.generate)
"""Ten worlds do not shrink in a useful time: the message says which world, and the question."""
SPANS = ("1s", "3s", "5s", "1d")
PLAIN_STEPS = st.lists(
    st.sampled_from(
        [
            {"event": "a"},
            {"event": "b"},
            {"event": ["b", "c"]},
            {"event": "c", "where": X},
            {"event": "a", "or": [{"event": "view", "where": X}]},
            {"event": "*"},
        ]
    ),
    min_size=2,
    max_size=4,
)
RULES = st.lists(
    st.fixed_dictionaries(
        {}, optional={"within": st.sampled_from(SPANS), "after": st.sampled_from(SPANS)}
    ),
    min_size=4,
    max_size=4,
)
FLAGS = st.lists(st.booleans(), min_size=4, max_size=4)
SHARED = {
    "window": st.sampled_from(["3s", "5s", "12s", "1d", "2d"]),
    "same": st.sampled_from([None, None, {"property": "category"}]),
    "per": st.sampled_from([None, "day", "week", "month"]),
    "times": st.booleans(),
}


def put(question, steps, rules=(), flags=()):
    """A question whose later steps have rules, and whose middle ones may be left out."""
    shaped = [dict(step) for step in steps]
    for step, rule in zip(shaped[1:], rules, strict=False):
        if not (
            "within" in rule and "after" in rule and length(rule["within"]) < length(rule["after"])
        ):
            step.update(rule)
    for step, flag in zip(shaped[1:-1], flags, strict=False):
        if flag:
            step["optional"] = True
    return {"kind": "funnel", **question, "steps": shaped}


BARS = [[], [{"event": "view"}], [{"event": "a", "where": X}, {"event": "c"}]]
PARTS = [
    [{"event": "view", "from": 1, "to": 2}],
    [{"event": "view", "from": 1}, {"event": "c", "to": 2}],
]
FORMS = (
    st.builds(put, st.fixed_dictionaries(SHARED | {"same": st.none()}), PLAIN_STEPS),
    st.builds(
        put,
        st.fixed_dictionaries({**SHARED, "exclude": st.sampled_from(BARS + PARTS)}),
        PLAIN_STEPS,
        RULES,
    ),
    st.builds(
        put,
        st.fixed_dictionaries({**SHARED, "exclude": st.sampled_from(BARS + PARTS)}),
        PLAIN_STEPS,
        RULES,
        FLAGS,
    ),
    st.builds(
        put, st.fixed_dictionaries({**SHARED, "mode": st.just("strict")}), PLAIN_STEPS, RULES, FLAGS
    ),
    st.builds(
        put,
        st.fixed_dictionaries({**SHARED, "mode": st.just("any")}),
        st.one_of(
            st.permutations([{"event": "a"}, {"event": ["b", "view"], "where": X}, {"event": "c"}]),
            PLAIN_STEPS,
        ),
    ),
)


def seconds(waits):
    return median(each.total_seconds() for each in waits) if waits else None


def expected(question, journeys):
    """The steps of an answer, counted from the journeys of people."""
    shown = []
    for step in range(1, len(question["steps"]) + 1):
        there = [each for each in journeys if step in each.reached]
        waits = [each.waits[step] for each in there if step in each.waits]
        pending = [each for each in journeys if each.depth == step and each.is_open]
        last = step == len(question["steps"])
        lost = dropped(question, journeys, step) if step > 1 else []
        shown.append((len(there), seconds(waits), 0 if last else len(pending), len(lost)))
    return shown


def dropped(question, journeys, step):
    """Who did the last step before that must be done, not this one, and is under way to none any more."""
    size = len(question["steps"])
    must = [n for n in range(1, step) if not question["steps"][n - 1].get("optional")]
    return [
        each
        for each in journeys
        if must[-1] in each.reached
        and step not in each.reached
        and not (each.is_open and each.depth < size)
    ]


def shape(steps):
    return [
        (s["people"], s["median_seconds_from_previous"], s["pending"], s.get("lost", 0))
        for s in steps
    ]


@pytest.mark.parametrize("where", ANCHORS)
def test_agrees_with_the_slow_funnel(world_in, where):
    zone, anchor = where.split(",")[0], ANCHORS[where]
    day = anchor.astimezone(ZoneInfo(zone)).date()
    days = {"from": (day - timedelta(days=1)).isoformat(), "to": day.isoformat()}

    @settings(
        max_examples=examples(EXAMPLES),
        phases=PHASES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        pack=packs(NAMES, anchor),
        questions=st.tuples(st.one_of(*FORMS), st.one_of(*FORMS)),
        later=st.sampled_from([4, 90_000, 30 * 86400]),
        knows_arrivals=st.booleans(),
    )
    def agrees(pack, questions, later, knows_arrivals):
        world = pack.fill(world_in(zone))
        world.now = anchor + timedelta(seconds=later)
        for question in questions:
            world.knows_arrivals = knows_arrivals or question.get("same") is not None
            asked = {key: value for key, value in question.items() if value is not None}
            check(world, pack, {**asked, "range": days})

    agrees()


def check(world, pack, asked):
    """One question, over all worlds of a pack."""
    first = datetime.fromisoformat(asked["range"]["from"]).replace(tzinfo=world.zone)
    end = datetime.fromisoformat(asked["range"]["to"]).replace(tzinfo=world.zone) + timedelta(
        days=1
    )
    oracle = Oracle(asked, first, end, world.now)
    everybody = {}
    result = world.ask(**asked, by={"attribute": "city"}, top=50)
    groups = {each["by"]["city"]: shape(each["steps"]) for each in result["groups"]}
    for number in range(len(pack.worlds)):
        found = {who: oracle.journey(events) for who, events in pack.people(number).items()}
        known = {who: journey for who, journey in found.items() if journey}
        nobody = expected(asked, [])
        assert groups.get(f"w{number}", nobody) == expected(asked, known.values()), (
            asked,
            told(pack, number),
            world.now,
        )
        everybody |= known
    assert shape(result["steps"]) == expected(asked, everybody.values())
    check_periods(asked, result, everybody.values(), world.zone)
    check_people(world, asked, everybody)
    if asked["times"]:
        check_times(world, asked, result, everybody)


def told(pack, number):
    """A world as one reads it when it fails."""
    return [
        (person, [(each.name, str(each.at), each.properties) for each in events])
        for person, events in pack.people(number).items()
    ]


def check_periods(asked, result, journeys, tz):
    if "per" not in asked:
        assert "periods" not in result
        return
    for period in result["periods"]:
        mine = [
            j for j in journeys if first_day(j.entered.astimezone(tz), asked["per"]) == period["t"]
        ]
        assert shape(period["steps"]) == expected(asked, mine)


def check_times(world, asked, result, everybody):
    """Quantiles and bins of the time since the step before, and who stands in one of the bins."""
    for step, shown in enumerate(result["steps"], start=1):
        waits = {
            person: journey.waits[step].total_seconds()
            for person, journey in everybody.items()
            if step in journey.reached and step in journey.waits
        }
        if step == 1 or not waits:
            assert step > 1 or "times" not in shown
            continue
        levels = [*waits.values()] * (2 if len(waits) == 1 else 1)
        of_four, of_ten = (quantiles(levels, n=n, method="inclusive") for n in (4, 10))
        times = shown["times"]
        found = [times[name] for name in ("p25", "p50", "p75", "p90")]
        assert found == pytest.approx([*of_four, of_ten[-1]]), (asked, step)
        for each in times["histogram"]:
            begin, end = each["seconds_from"], each["seconds_to"]
            mine = {p for p, wait in waits.items() if begin <= wait and (end is None or wait < end)}
            assert each["people"] == len(mine), (asked, step)
        assert world.who({"step": step, "seconds": begin}, **asked) == mine, (asked, step)
        assert sum(each["people"] for each in times["histogram"]) == len(waits)


def first_day(at, per):
    day = at.date()
    if per == "week":
        return (day - timedelta(days=day.weekday())).isoformat()
    return (day if per == "day" else day.replace(day=1)).isoformat()


def check_people(world, asked, everybody):
    last = len(asked["steps"])
    before = max(n for n in range(1, last) if not asked["steps"][n - 1].get("optional") or n == 1)
    there = {person for person, j in everybody.items() if last in j.reached}
    lost = {person for person, j in everybody.items() if before in j.reached} - there
    open_at_one = {person for person, j in everybody.items() if j.depth == 1 and j.is_open}
    assert world.who({"step": last}, **asked) == there
    assert world.who({"step": last, "converted": False}, **asked) == lost
    assert world.who({"step": 1, "pending": True}, **asked) == open_at_one
    gone = dropped(asked, everybody.values(), last)
    assert world.who({"step": last, "lost": True}, **asked) == {
        person for person, journey in everybody.items() if journey in gone
    }
