"""The slow, obvious meaning of a condition: one person, one clause at a time, in plain Python."""

import re
from calendar import isleap
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from tests.language.world import NOW, Attribute, Event, World

LENGTHS = {"1s": timedelta(seconds=1), "24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}  # fmt: skip
COMPARE: dict[str, Callable[[float, object], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
    "between": lambda a, b: b[0] <= a <= b[1],
}
TEXT: dict[str, Callable[[str, object], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "in": lambda a, b: a in b,
    "not_in": lambda a, b: a not in b,
    "contains": lambda a, b: b in a,
    "starts_with": lambda a, b: a.startswith(b),
    "ends_with": lambda a, b: a.endswith(b),
    "matches": lambda a, b: re.search(b, a) is not None,
}


def people_who(
    condition: dict, world: World, *, now: datetime = NOW, until: datetime | None = None
) -> set[int]:
    """The canonical persons who meet a condition."""
    return {person for person in world.canonical() if meets(condition, person, world, now, until)}


def meets(
    condition: dict, person: int, world: World, now: datetime, until: datetime | None
) -> bool:
    if not condition:
        return True
    ((kind, body),) = condition.items()
    if kind in {"all", "any"}:
        of = all if kind == "all" else any
        return of(meets(each, person, world, now, until) for each in body)
    if kind == "not":
        return not meets(body, person, world, now, until)
    return LEAVES[kind](body, person, world, now, until)


def meets_attribute(
    body: dict, person: int, world: World, now: datetime, until: datetime | None
) -> bool:
    left = newest(person, body["name"], world)
    return compare(left, body.get("op", "eq"), body.get("value"), world, now)


def is_listed(body: dict, person: int, world: World, now: datetime, until: datetime | None) -> bool:
    """The facet `listed` of the laws: some persons."""
    return person in {world.survivor(each) for each in body["people"]}


def meets_named(
    body: dict, person: int, world: World, now: datetime, until: datetime | None
) -> bool:
    """The facet `named` of the laws: a condition in its place."""
    return meets(body["means"], person, world, now, until)


def did_in_order(
    body: dict, person: int, world: World, now: datetime, until: datetime | None
) -> bool:
    """Every chain of events, tried one by one."""
    mine = [
        each
        for each in events_of(person, world)
        if (until is None or each.time < until)
        and (
            "during" not in body
            or selected(each, {"event": "*", "within": body["during"]}, world, now)
        )
    ]
    mine.sort(key=lambda each: each.time)  # stable: at equal times in the order of arrival
    steps = [[selected(each, step, world, now) for each in mine] for step in body["steps"]]
    spoils = ["without" in body and selected(each, body["without"], world, now) for each in mine]
    longest = LENGTHS[body["within"]] if "within" in body else None

    def goes_on(step: int, first: int, last: int) -> bool:
        if step == len(steps):
            return True
        for i in range(last + 1, len(mine)):
            if longest is not None and mine[i].time - mine[first].time > longest:
                return False
            if steps[step][i] and goes_on(step + 1, first, i):
                return True
            if spoils[i]:
                return False
        return False

    return any(steps[0][i] and goes_on(1, i, i) for i in range(len(mine)))


LEAVES: dict[str, Callable[[dict, int, World, datetime, datetime | None], bool]] = {
    "attribute": meets_attribute,
    "did": lambda *asked: did(*asked),  # noqa: PLW0108 - defined below
    "sequence": did_in_order,
    "habit": lambda *asked: dropped(*asked),  # noqa: PLW0108 - defined below
    "listed": is_listed,
    "named": meets_named,
}


def newest(person: int, name: str, world: World) -> object | None:
    mine: list[Attribute] = [
        each
        for each in world.attributes
        if world.survivor(each.person) == person and each.name == name
    ]
    return max(mine, key=lambda each: (each.at, each.person)).value if mine else None


def did(body: dict, person: int, world: World, now: datetime, until: datetime | None) -> bool:
    mine = [each for each in events_of(person, world) if until is None or each.time < until]
    if "since" in body.get("within", {}):
        return did_since(body, mine, world, now)
    return measured(body, [each for each in mine if selected(each, body, world, now)], world, now)


def did_since(body: dict, mine: list[Event], world: World, now: datetime) -> bool:
    """Behaviour after (or before) the first or last event of a kind, never at its very moment."""
    within = body["within"]
    point = within["since"]
    which = "first" if "first" in point else "last"
    anchors = [each.time for each in mine if selected(each, point[which], world, now)]
    rest = {key: value for key, value in body.items() if key != "within"}
    if not anchors:
        return measured(rest, [], world, now)
    anchor = min(anchors) if which == "first" else max(anchors)
    start = anchor + LENGTHS.get(point.get("after"), timedelta(0)) - LENGTHS.get(point.get("before"), timedelta(0))  # fmt: skip
    end = start + LENGTHS[within["for"]] if "for" in within else datetime.max.replace(tzinfo=UTC)
    inside = [each for each in mine if start <= each.time <= end and each.time != anchor]
    return measured(rest, [each for each in inside if selected(each, rest, world, now)], world, now)


def measured(body: dict, mine: list[Event], world: World, now: datetime) -> bool:
    aggregate = body.get("aggregate", "count")
    if isinstance(aggregate, dict) and next(iter(aggregate)) in {"first", "last"}:
        ((which, name),) = aggregate.items()
        found = value_of(which, name, mine)
        return compare(found, body.get("op", "eq"), body.get("value"), world, now)
    op, value = body.get("op", "gte"), body.get("value", 1)
    if "count" in body:
        op, value = (
            next(iter(body["count"].items()))
            if isinstance(body["count"], dict)
            else ("gte", body["count"])
        )
    found = computed(aggregate, mine, world)
    return found is not None and COMPARE[op](round(found, 6), value)


def value_of(which: str, name: str, events: list[Event]) -> object | None:
    """The first or last value there is; of events at the same time the one that arrived first, or last."""
    having = [each for each in events if getattr(each, name) not in {None, ""}]
    in_order = sorted(having, key=lambda each: each.time)  # stable
    return getattr(in_order[0 if which == "first" else -1], name) if in_order else None


@cache
def _by_survivor(world_id: int) -> dict[int, list[Event]]:
    world = _WORLDS[world_id]
    found: dict[int, list[Event]] = {}
    for each in world.events:
        found.setdefault(world.survivor(each.person), []).append(each)
    return found


_WORLDS: dict[int, World] = {}


def events_of(person: int, world: World) -> list[Event]:
    """In the order of arrival; looked up once for a world."""
    _WORLDS[id(world)] = world
    return _by_survivor(id(world)).get(person, [])


def selected(event: Event, body: dict, world: World, now: datetime) -> bool:
    names = body["event"] if isinstance(body["event"], list) else [body["event"]]
    if "*" not in names and event.event not in names:
        return False
    if "where" in body and not passes(event, body["where"], world, now):
        return False
    if "within" in body:
        start, end = bounds(body["within"], world, now)
        return start <= event.time < end
    return True


def passes(event: Event, where: dict, world: World, now: datetime) -> bool:
    if "all" in where:
        return all(passes(event, each, world, now) for each in where["all"])
    if "any" in where:
        return any(passes(event, each, world, now) for each in where["any"])
    if "not" in where:
        return not passes(event, where["not"], world, now)
    return compare(
        getattr(event, where["property"]) or _kept(event, where),
        where.get("op", "eq"),
        where.get("value"),
        world,
        now,
    )


def _kept(event: Event, where: dict) -> object | None:
    found = getattr(event, where["property"])
    return None if found == "" else found


def computed(aggregate: object, events: list[Event], world: World) -> float | None:
    if aggregate == "count":
        return len(events)
    if aggregate == "days":
        return len({each.time.astimezone(world.zone).date() for each in events})
    ((kind, name),) = aggregate.items()
    values = [getattr(each, name) for each in events if getattr(each, name) not in {None, ""}]
    if kind == "distinct":
        return len(set(values))
    if not values and kind != "sum":
        return None
    if kind.startswith("p"):
        return percentile(values, int(kind[1:]) / 100)
    return {
        "sum": sum,
        "avg": lambda v: sum(v) / len(v),
        "min": min,
        "max": max,
        "median": lambda v: percentile(v, 0.5),
    }[kind](values)


def percentile(values: list[float], level: float) -> float:
    """Between its neighbours in proportion."""
    in_order = sorted(values)
    place = level * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return in_order[low] + (in_order[high] - in_order[low]) * (place - low)


def compare(left: object | None, op: str, right: object, world: World, now: datetime) -> bool:
    if op == "is_not_set":
        return left is None
    if left is None:
        return False
    if op == "is_set":
        return True
    if isinstance(left, datetime):
        return compare_time(left, op, right, world, now)
    if isinstance(left, list):
        return {
            "contains_any": lambda: bool(set(left) & set(right)),
            "contains_all": lambda: set(right) <= set(left),
            "size": lambda: len(left) == right,
        }[op]()
    return (TEXT if isinstance(left, str) else COMPARE)[op](left, right)


def compare_time(left: datetime, op: str, right: object, world: World, now: datetime) -> bool:
    today = now.astimezone(world.zone).date()
    local = left.astimezone(world.zone).date()
    if op == "before":
        return local < date.fromisoformat(right)
    if op == "after":
        return local > date.fromisoformat(right)
    if op == "between":
        return date.fromisoformat(right[0]) <= local <= date.fromisoformat(right[1])
    days = int(right.removesuffix("d"))
    if op == "last":
        return today - timedelta(days=days) < local <= today
    coming = [today + timedelta(days=n) for n in range(days)]
    return local in coming if op == "next" else any(has_birthday(day, local) for day in coming)


def has_birthday(day: date, born: date) -> bool:
    """On the day of the month; of the 29th of February on the 28th in years that have no 29th."""
    if (born.month, born.day) == (2, 29) and not isleap(day.year):
        return (day.month, day.day) == (2, 28)
    return (day.month, day.day) == (born.month, born.day)


def bounds(within: dict, world: World, now: datetime) -> tuple[datetime, datetime]:
    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=world.zone).astimezone(UTC)

    today = now.astimezone(world.zone).date()
    if "last" in within and within["last"].endswith("h"):
        return now - timedelta(hours=int(within["last"][:-1])), now
    if "last" in within:
        return midnight(today - timedelta(days=int(within["last"][:-1]) - 1)), midnight(
            today + timedelta(days=1)
        )
    if "before" in within:
        return datetime(1970, 1, 1, tzinfo=UTC), midnight(
            today - timedelta(days=int(within["before"][:-1]) - 1)
        )
    return midnight(date.fromisoformat(within["from"])), midnight(
        date.fromisoformat(within["to"]) + timedelta(days=1)
    )


def dropped(body: dict, person: int, world: World, now: datetime, until: datetime | None) -> bool:
    """A habit: active days of the last 28 days beside those of the 84 before; nothing else can be said of it here."""
    today = now.astimezone(world.zone).date()
    ages = {
        (today - each.time.astimezone(world.zone).date()).days
        for each in world.events
        if world.survivor(each.person) == person and (until is None or each.time < until)
    }
    recent = len([age for age in ages if 0 <= age < 28])
    before = len([age for age in ages if 28 <= age < 28 + 84])
    return before >= 6 and 1 - (recent / 28) / (before / 84) >= body["drop"] - 1e-9
