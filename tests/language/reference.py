"""The slow, obvious meaning of a condition: one person, one clause at a time, in plain Python."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

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
    if kind == "attribute":
        return compare(
            newest(person, body["name"], world), body.get("op", "eq"), body.get("value"), world, now
        )
    if kind == "sequence":
        return did_in_order(body, person, world, now, until)
    return did(body, person, world, now, until)


def did_in_order(
    body: dict, person: int, world: World, now: datetime, until: datetime | None
) -> bool:
    """Every chain of events, tried one by one."""
    mine = [
        each
        for each in world.events
        if world.survivor(each.person) == person
        and (until is None or each.time < until)
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


def newest(person: int, name: str, world: World) -> object | None:
    mine: list[Attribute] = [
        each
        for each in world.attributes
        if world.survivor(each.person) == person and each.name == name
    ]
    return max(mine, key=lambda each: (each.at, each.person)).value if mine else None


def did(body: dict, person: int, world: World, now: datetime, until: datetime | None) -> bool:
    mine = [
        each
        for each in world.events
        if world.survivor(each.person) == person and selected(each, body, world, now)
    ]
    if until is not None:
        mine = [each for each in mine if each.time < until]
    aggregate = body.get("aggregate", "count")
    op, value = body.get("op", "gte"), body.get("value", 1)
    if "count" in body:
        op, value = (
            next(iter(body["count"].items()))
            if isinstance(body["count"], dict)
            else ("gte", body["count"])
        )
    found = computed(aggregate, mine, world)
    return found is not None and COMPARE[op](found, value)


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
    if kind == "sum":
        return sum(values)
    if not values:
        return None
    return {"avg": lambda v: sum(v) / len(v), "min": min, "max": max}[kind](values)


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
    if op == "next":
        return today <= local < today + timedelta(days=days)
    coming = [today + timedelta(days=n) for n in range(days)]
    return any((day.month, day.day) == (local.month, local.day) for day in coming)


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
