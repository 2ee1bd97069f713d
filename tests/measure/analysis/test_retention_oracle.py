"""Every form of retention beside the definition in plain Python: many worlds at once, a world a group."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.measure.worlds import ANCHORS, packs

NAMES = ("a", "b", "buy")
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
    *(DAY * n for n in range(2, 16)),
)
EXAMPLES = 3
FOREVER = 10**6
Q = st.fixed_dictionaries(
    {
        "per": st.sampled_from(["day", "day", "week", "month"]),
        "form": st.sampled_from(["on", "on_or_after", [[0, 0], [1, 3], [5, 9]]]),
        "back": st.sampled_from(["a", "buy", "*", ["a", "b"]]),
        "value": st.booleans(),
        "elapsed": st.booleans(),
    }
)


def question_of(drawn, days):
    question = {"kind": "retention", "range": days, "start": {"event": "a"}, "per": drawn["per"]}
    question["back"] = {"event": drawn["back"]}
    if isinstance(drawn["form"], list):
        question |= {"mode": "bracket", "brackets": drawn["form"]}
    else:
        question |= {"mode": drawn["form"], "periods": 4}
    if drawn["value"]:
        question["value"] = {"sum": "amount"}
    if drawn["elapsed"] and drawn["per"] != "month":
        question["clock"] = "elapsed"
    return question


def slots_of(question):
    if question["mode"] == "bracket":
        return question["brackets"]
    return [[k, k if question["mode"] == "on" else FOREVER] for k in range(question["periods"] + 1)]


def first_of(day: date, per: str) -> date:
    if per == "week":
        return day - timedelta(days=day.weekday())
    return day if per == "day" else day.replace(day=1)


def after(day: date, per: str, count: int) -> date:
    for _ in range(count):
        long = {"day": 1, "week": 7, "month": 31}[per]
        day = first_of(day + timedelta(days=long), per)
    return day


def later_of(at, start, question, zone) -> int:
    per = question["per"]
    if "clock" in question:
        return (at - start) // timedelta(days={"day": 1, "week": 7}[per])
    day, t = (first_of(each.astimezone(zone).date(), per) for each in (at, start))
    if per == "month":
        return (day.year - t.year) * 12 + day.month - t.month
    return (day - t).days // {"day": 1, "week": 7}[per]


class Reference:
    """The definition, one person and one event at a time."""

    def __init__(self, question, days, zone, now):
        self.question, self.zone, self.now, self.slots = question, zone, now, slots_of(question)
        self.first, self.last = (date.fromisoformat(days[key]) for key in ("from", "to"))

    def day(self, at) -> date:
        return at.astimezone(self.zone).date()

    def is_over(self, t: date, slot) -> bool:
        needed, per = slot[0] if slot[1] == FOREVER else slot[1], self.question["per"]
        if "clock" in self.question:
            end = datetime.combine(after(t, per, 1), datetime.min.time(), self.zone)
            unit = timedelta(days={"day": 1, "week": 7}[per])
            return (end.astimezone(ZoneInfo("UTC")) + unit * (needed + 1)) <= self.now
        end = datetime.combine(after(t, per, needed + 1), datetime.min.time(), self.zone)
        return end <= self.now

    def cohort_of(self, events):
        starts = [e for e in events if e.name == "a" and self.first <= self.day(e.at) <= self.last]
        return starts[0] if starts else None

    def numbers(self, events, start):
        """Per slot: 1 and what it sums to, where the person was back in it."""
        names = self.question["back"]["event"]
        names = NAMES if names == "*" else names if isinstance(names, list) else [names]
        numbers = []
        for first, last in self.slots:
            inside = [
                e
                for e in events
                if e.name in names
                and e.at >= start.at
                and first <= later_of(e.at, start.at, self.question, self.zone) <= last
                and (last < FOREVER or self.day(e.at) <= max(self.day(self.now), self.last))
            ]
            total = sum(e.properties.get("amount") or 0 for e in inside)
            numbers.append(total if "value" in self.question else int(bool(inside)))
        return numbers

    def cohorts(self, people):
        """Size and values of every cohort with people."""
        found = {}
        for events in people.values():
            start = self.cohort_of(events)
            if start is not None:
                t = first_of(self.day(start.at), self.question["per"])
                found.setdefault(t, []).append(self.numbers(events, start))
        shaped = {}
        for t, rows in found.items():
            sums = [sum(column) for column in zip(*rows, strict=True)]
            known = zip(sums, self.slots, strict=True)
            values = [n if self.is_over(t, slot) else None for n, slot in known]
            shaped[t.isoformat()] = (len(rows), values)
        return shaped


def average(cohorts, slots):
    averages = []
    for k in range(slots):
        known = [(values[k], size) for size, values in cohorts.values() if values[k] is not None]
        size = sum(each for _, each in known)
        averages.append(sum(n for n, _ in known) / size if size else None)
    return averages


@pytest.mark.parametrize("where", ANCHORS)
def test_agrees_with_the_definition(world_in, where):
    zone, anchor = where.split(",")[0], ANCHORS[where]
    day = anchor.astimezone(ZoneInfo(zone)).date()
    days = {
        "from": (day - timedelta(days=3)).isoformat(),
        "to": (day + timedelta(days=2)).isoformat(),
    }

    @settings(
        max_examples=examples(EXAMPLES),
        phases=(Phase.explicit, Phase.generate),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        pack=packs(NAMES, anchor, seconds=SECONDS, size=16),
        drawn=st.tuples(Q, Q, Q),
        later=st.sampled_from([3 * DAY, 6 * DAY + 7, 90 * DAY]),
    )
    def agrees(pack, drawn, later):
        world = pack.fill(world_in(zone))
        world.now = anchor + timedelta(seconds=later)
        for each in drawn:
            check(world, pack, question_of(each, days), days)

    agrees()


def told(people):
    """A world as one reads it when it fails."""
    return [
        (person, [(e.name, str(e.at), e.properties.get("amount")) for e in events])
        for person, events in people.items()
    ]


def check(world, pack, question, days):
    reference = Reference(question, days, world.zone, world.now)
    result = world.ask(**question, by={"attribute": "city"}, top=50)
    groups = {each["by"]["city"]: (each["size"], each["average"]) for each in result["groups"]}
    everybody = {}
    for number in range(len(pack.worlds)):
        people = pack.people(number)
        everybody |= people
        cohorts = reference.cohorts(people)
        if cohorts:
            size, averages = groups.pop(f"w{number}")
            assert size == sum(each for each, _ in cohorts.values())
            expected = average(cohorts, len(reference.slots))
            assert averages == pytest.approx(expected), (
                question,
                told(people),
                world.now,
            )
    assert not groups
    cohorts = reference.cohorts(everybody)
    shown = {c["t"]: (c["size"], c["values"]) for c in result["cohorts"] if c["size"]}
    assert shown == cohorts, (question, world.now)
    biggest = max(cohorts, key=lambda t: cohorts[t][0], default=None)
    if biggest is not None and "value" not in question:
        for k, number in enumerate(cohorts[biggest][1]):
            if number is not None and k < 2:
                assert len(world.who({"cohort": biggest, "period": k}, **question)) == number
