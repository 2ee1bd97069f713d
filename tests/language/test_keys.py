"""Keys of every width put the events of a person in the same order, and hold the same."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from stayflow.kernel.ids import ProjectId
from stayflow.language.keys import Keys
from stayflow.language.window import epoch_ms
from tests.conftest import Engines

START = datetime(2026, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=62)
STEPS = 17
ROOMY, TIGHT, TOO_MANY = 20_000_000, 100_000_000, 200_000_000
"""So many events that a key has room, just enough of it, and none."""


def keys_of(arrivals: int, *, shares_events: bool = False) -> Keys:
    steps = 5 if shares_events else STEPS
    return Keys(START, timedelta(days=1), SPAN, arrivals, steps, shares_events)


@pytest.mark.parametrize(
    ("arrivals", "is_narrow", "divides"),
    [(0, False, False), (ROOMY, True, False), (TIGHT, True, True), (TOO_MANY, False, False)],
)
def test_every_layout_sorts_alike(
    engines: Engines, project: ProjectId, arrivals: int, is_narrow: bool, divides: bool
) -> None:
    keys = keys_of(arrivals)
    assert keys.is_narrow is is_narrow
    assert ("%" in keys.served("key")) is divides
    chance = random.Random(3)
    last = SPAN // timedelta(milliseconds=1) - 1
    moments = [0, last, *(chance.randrange(last) for _ in range(10))]
    latest = (arrivals or TIGHT) + (1 << 24)
    rows = [
        (chance.choice(moments), arrival, chance.choice([0, 1, STEPS, chance.randrange(STEPS)]))
        for arrival in [0, 1, latest, latest - 1, *chance.sample(range(latest), 60)]
    ]
    values = ", ".join(f"({ms + epoch_ms(START)}, {place}, {step})" for ms, place, step in rows)
    found = engines.warehouse.project(project).one(
        f"SELECT arrayMap(key -> ({keys.instant('key')}, {keys.served('key')}), {keys.sorted_sql()} AS keys),"
        f" arrayMap(key -> countEqual(arrayMap(each -> each <= {keys.deadline('key')}, keys), 1), keys),"
        f" arrayCount(key -> {keys.serves('key', STEPS)}, keys), arrayCount(key -> {keys.serves_from('key', 2)}, keys)"
        " FROM (SELECT fromUnixTimestamp64Milli(toInt64(at), 'UTC') AS time, toUInt64(place) AS arrival,"
        f" toUInt16(step) AS served FROM values('at Int64, place UInt64, step UInt16', {values}))"
    )
    in_order = [(ms, step) for ms, _, step in sorted(rows)]
    day = timedelta(days=1) // timedelta(milliseconds=1)
    steps = [step for _, step in in_order]
    assert [tuple(each) for each in found[0]] == in_order
    assert list(found[1]) == [sum(ms <= of + day for ms, _ in in_order) for of, _ in in_order]
    assert found[2:] == (steps.count(STEPS), sum(step >= 2 for step in steps))


def test_bits_of_steps_are_kept_in_every_narrow_key() -> None:
    """An even number of steps and none is told by the lowest bit, also of a key that is divided."""
    assert keys_of(TIGHT).key_sql().endswith("+ arrival * 18 + served")
    assert "%" not in keys_of(TIGHT, shares_events=True).served("key")


def test_keys_of_events_whose_ties_do_not_matter_hold_no_arrivals(
    engines: Engines, project: ProjectId
) -> None:
    """They fit into 64 bits however many events there are, and say the same of instants, deadlines and steps."""
    keys = Keys(START, timedelta(days=1), SPAN, TOO_MANY, STEPS, shares_events=False, has_ties=True)
    assert keys.is_narrow
    assert "arrival" not in keys.key_sql()
    day = timedelta(days=1) // timedelta(milliseconds=1)
    last = SPAN // timedelta(milliseconds=1) - 1
    rows = [(last, 0), (0, 3), (day, STEPS), (0, 1), (day + 1, 2)]
    values = ", ".join(f"({ms + epoch_ms(START)}, {step})" for ms, step in rows)
    found = engines.warehouse.project(project).one(
        f"SELECT arrayMap(key -> ({keys.instant('key')}, {keys.served('key')}), {keys.sorted_sql()} AS keys),"
        f" arrayCount(key -> key <= {keys.deadline('keys[1]')}, keys)"
        " FROM (SELECT fromUnixTimestamp64Milli(toInt64(at), 'UTC') AS time, toUInt16(step) AS served"
        f" FROM values('at Int64, step UInt16', {values}))"
    )
    assert [tuple(each) for each in found[0]] == sorted(rows)
    assert found[1] == 3
