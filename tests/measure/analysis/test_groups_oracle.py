"""Groups of every kind that is split, told apart again in plain Python.

By a property of the event that a person, a pair, a session or an answer came in with, by what people have, or by both:
the leading values in their order, the rest, and the same groups in the range compared with. Who stands behind each.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.measure.analysis.buyers import begin_of
from tests.measure.analysis.test_interval import pairs_of
from tests.measure.analysis.test_session import sessions_of
from tests.measure.world import Happened, World
from tests.measure.worlds import ANCHORS

DAYS = 3
HOUR, DAY = 3600, 86_400
SECONDS = (0, 0.001, 1, 2, 59.999, 60, 1800, 1801, HOUR, 5 * HOUR, DAY - 0.001, DAY, 2 * DAY, 3 * DAY, 4 * DAY)  # fmt: skip
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(("a", "a", "a", "b", "b", "buy")),
        st.integers(1, 9),
        st.sampled_from(sorted({*SECONDS, *(-each for each in SECONDS)})),
        st.sampled_from((None, "", "x", "x", "y", "other")),
        st.sampled_from((None, 0, 5, 9.5)),
        st.sampled_from((1, 1, 1, 2)),
    ),
    min_size=5,
    max_size=45,
)
BY = (
    [{"property": "category"}],
    [{"attribute": "city"}],
    [{"attribute": "city"}, {"property": "category"}],
    [{"property": "category"}, {"property": "amount"}],
)
KINDS = {
    "distribution": {"metric": {"event": "a"}},
    "retention": {"start": {"event": "a"}, "back": {"event": "b"}, "periods": 1},
    "funnel": {"steps": [{"event": ["a", "buy"]}, {"event": "b"}, {"event": "buy"}], "window": "1d"},
    "interval": {"from": {"event": "a"}, "to": {"event": "b"}, "window": "5h"},
    "session": {"events": {"event": ["a", "b"]}, "silence": "30min"},
    "ltv": {"acquired": {"event": "b"}, "event": "buy", "amount": "amount", "per": "day", "periods": 2},
    "voice": {"event": ["a", "b"], "score": "amount"},
    "path": {"anchor": {"event": "a"}, "direction": "before"},
    "people": {"kind": "trend", "per": "none", "metrics": [{"event": "a", "aggregate": "people"}]},
    "count": {"kind": "trend", "per": "day", "metrics": [{"event": ["a", "b"]}]},
    "sum": {"kind": "trend", "per": "none", "metrics": [{"event": "*", "aggregate": {"sum": "amount"}}]},
}  # fmt: skip
PATH_GROUPS = 5
ASKED = {**dict.fromkeys(("distribution", "retention", "path", "people"), "a"), "funnel": ("a", "buy")}  # fmt: skip
FIRST = {"distribution", "retention", "funnel"}


@dataclass(frozen=True)
class Unit:
    """What is counted once: whose it is, under which values it stands, and how much it is."""

    person: int
    values: tuple[str, ...]
    many: float = 1


@dataclass(frozen=True)
class Town:
    """A world and the splits that are asked for."""

    world: World
    by: Sequence[dict[str, str]]

    def values(self, person: int, event: Happened) -> tuple[str, ...]:
        return tuple(self._value(person, event, each) for each in self.by)

    def _value(self, person: int, event: Happened, breakdown: dict[str, str]) -> str:
        if "attribute" in breakdown:
            ids = [raw for raw in self.world.cities if self.world.person(raw) == person]
            return self.world.cities[max(ids)] if ids else ""
        found = event.properties.get(breakdown["property"])
        return "" if found is None else str(found)

    def people(self) -> dict[int, list[Happened]]:
        """The events of each, in order of time, and of arrival where times are equal."""
        found: dict[int, list[Happened]] = {}
        for each in sorted(self.world.events, key=lambda event: event.at):
            found.setdefault(self.world.person(each.person), []).append(each)
        return found

    def units(self, kind: str, start: datetime, end: datetime) -> list[Unit]:
        """Of one kind, over a stretch of time."""
        if kind == "interval":
            pairs, _ = pairs_of(self.world, "a", "b", same=False)
            return [
                Unit(person, self.values(person, first))
                for person, first, last in pairs
                if start <= first.at < end and last.at - first.at <= timedelta(hours=5)
            ]
        return [
            Unit(person, self.values(person, event), many)
            for person, events in self.people().items()
            for event, many in self._entries(kind, person, events, (start, end))
        ]

    def _entries(
        self, kind: str, person: int, events: list[Happened], span: tuple[datetime, datetime]
    ) -> Iterable[tuple[Happened, float]]:
        """The events that a person's units came in with, and how much each is."""
        inside = [each for each in events if span[0] <= each.at < span[1]]
        if kind == "session":
            asked = {"silence": "1800s", "midnight": False, "campaign": False}
            theirs = [(each, "") for each in events if each.name in {"a", "b"}]
            found = sessions_of(self.world, person, theirs, asked, span)
            return [(session[0][0], 1) for _, session, _ in found]
        if kind == "ltv":  # the first ever
            ever = [each for each in events if each.name == "b"][:1]
            return [(each, 1) for each in ever if each in inside]
        if kind == "sum":
            return [(each, each.properties.get("amount") or 0) for each in inside]
        asked = [each for each in inside if each.name in ASKED.get(kind, "ab")]
        if kind == "voice":
            asked = [each for each in asked if each.properties.get("amount") is not None]
        if kind in FIRST:
            asked = asked[:1]
        return [(each, 1) for each in (asked[-1:] if kind == "path" else asked)]


def sized(kind: str, units: Iterable[Unit]) -> dict[tuple[str, ...], float]:
    """How much stands under each value."""
    found: Counter[tuple[str, ...]] = Counter()
    for each in {(unit.person, unit.values) for unit in units} if kind == "people" else units:
        values, many = (each[1], 1) if kind == "people" else (each.values, each.many)
        found[values] += many
    return found


def leading(kind: str, units: Sequence[Unit], top: int) -> list[tuple[str, ...]]:
    """The values that are told apart, the greatest first."""
    sizes = sized(kind, units)
    return sorted(sizes, key=lambda values: (-sizes[values], values))[:top]


def put(kind: str, units: Iterable[Unit], told: Sequence[tuple[str, ...]]) -> dict[Any, list[Unit]]:
    """The units of each value that is told apart, and of None the others."""
    found: dict[Any, list[Unit]] = {}
    for each in units:
        found.setdefault(each.values if each.values in told else None, []).append(each)
    return found


def number(kind: str, units: Sequence[Unit]) -> float:
    """What an answer says of a group: people, or what there is of it."""
    if kind in {"count", "sum"}:
        return sum(each.many for each in units)
    if kind in {"interval", "session", "voice"}:
        return len(units)
    return len({each.person for each in units})


OWN = {
    "distribution": lambda group: group["numbers"]["people"],
    "retention": lambda group: group["size"],
    "ltv": lambda group: group["size"],
    "funnel": lambda group: group["steps"][0]["people"],
    "interval": lambda group: group["pairs"],
    "session": lambda group: group["numbers"]["sessions"],
    "voice": lambda group: group["answers"],
    "path": lambda group: group["people"],
}
BEFORE = {
    "distribution": lambda before: before["people"],
    "retention": lambda _: None,  # it says shares only
    "ltv": lambda before: before["size"],
    "funnel": lambda before: before[0]["people"],
    "interval": lambda before: before["pairs"],
    "session": lambda before: before["sessions"],
    "voice": lambda before: before["answers"],
    "path": lambda before: before,
}
"""What a group says in the words of `number`, of its own range and of the one compared with."""


def added(points: list[dict]) -> float:
    return sum(point["value"] or 0 for point in points)


def named(group: dict) -> Any:
    return None if group.get("is_other") else tuple(value or "" for value in group["by"].values())


@pytest.mark.parametrize("kind", KINDS)
def test_groups_are_those_told_apart_by_hand(world_in, kind):
    @settings(
        max_examples=examples(2),
        phases=(Phase.explicit, Phase.generate),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        where=st.sampled_from(sorted(ANCHORS)),
        events=EVENTS,
        merges=st.sampled_from(({}, {8: 1}, {8: 1, 9: 1}, {8: 1, 9: 2})),
        cities=st.dictionaries(st.integers(1, 9), st.sampled_from(("Bern", "Rom", "other"))),
        by=st.sampled_from(BY),
        top=st.integers(1, 4),
        knows_arrivals=st.booleans(),
        is_compared=st.booleans(),
    )
    def agrees(where, events, merges, cities, by, top, knows_arrivals, is_compared):
        zone, anchor = where.split(",")[0], ANCHORS[where]
        world = world_in(zone)
        world.fill(
            (
                Happened(
                    name,
                    person,
                    anchor + timedelta(milliseconds=round(seconds * 1000)),
                    {
                        key: value
                        for key, value in (("category", category), ("amount", amount))
                        if value is not None
                    },
                )
                for name, person, seconds, category, amount, times in events
                for _ in range(times)
            ),
            merges=merges,
            cities=cities,
        )
        world.now = anchor + timedelta(days=30)
        world.knows_arrivals = knows_arrivals
        first = anchor.astimezone(ZoneInfo(zone)).date()
        check(Town(world, by), kind, top, first, is_compared=is_compared)

    agrees()


def span_of(first: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return begin_of(first, zone), begin_of(first + timedelta(days=DAYS), zone)


def check(town: Town, kind: str, top: int, first: date, *, is_compared: bool) -> None:
    world = town.world
    days = {"from": str(first), "to": str(first + timedelta(days=DAYS - 1))}
    question = {"kind": kind, **KINDS[kind], "range": days, "by": list(town.by), "top": top}
    if is_compared:
        question["compare"] = "previous"
    result = world.ask(**question)
    groups = result["series"] if "metrics" in question else result["groups"]
    units = town.units(kind, *span_of(first, world.zone))
    most = PATH_GROUPS if kind == "path" else top
    told = leading(kind, units, most)
    now = put(kind, units, told)
    then = {}
    if is_compared:
        earlier = town.units(kind, *span_of(first - timedelta(days=DAYS), world.zone))
        then = put(kind, earlier, told)
    expected = [*told]
    if kind != "path" and (None in now or None in then):
        expected.append(None)  # the rest, also where only the other range has any
    assert [named(group) for group in groups] == expected, question
    for group in groups:
        mine, name = now.get(named(group), []), named(group)
        assert OWN.get(kind, lambda each: added(each["points"]))(group) == pytest.approx(
            number(kind, mine)
        ), (question, name)
        cell = {"by": group["by"], **({"is_other": True} if name is None else {})}
        if kind == "funnel":
            cell["step"] = 1
        if kind == "path":
            cell["level"] = 0
        if mine and kind != "sum":
            behind = {each.person for each in mine}
            assert world.who(cell, **question) == behind, (question, name)
        if is_compared:
            before = then.get(name, [])
            said = BEFORE.get(kind, added)(group["previous"])
            assert said is None or said == pytest.approx(number(kind, before)), (question, name)
            if before and kind not in {"sum", "retention"}:
                behind = {each.person for each in before}
                assert world.who(cell | {"compared": True}, **question) == behind, (question, name)
