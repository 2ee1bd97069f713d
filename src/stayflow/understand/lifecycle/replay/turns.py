"""The statement of a replay: everybody's turning points, put in order, and the stage after each."""

from collections.abc import Iterable, Sequence
from datetime import date

from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.understand.lifecycle.replay.plan import DayPlan
from stayflow.understand.lifecycle.replay.signal import Signal, Source

EPOCH_DAY = date(1970, 1, 1)
BEGINNING = 63
"""The bit that means no signal: a person's first day."""


def stays_sql(plan: DayPlan, first_on: date, last_on: date, *, scope: Scope, binder: Binder) -> str:
    """Rows of `person`, `day` (days since 1970), `stage` and `previous` ('' for the first), one per change of stage.

    A row says that the person stands in `stage` at the end of `day`, and stood in `previous` at the end of the day
    before. Who was known before `first_on` begins there.

    Args:
        plan: What is computed.
        first_on: First day, in the project's zone.
        last_on: Last day, included.
        scope: The project; what happened after `scope.until` does not count.
        binder: The statement's.
    """
    first, last = ((day - EPOCH_DAY).days for day in (first_on, last_on))
    names = [plan.otherwise, *(name for name, _ in plan.stages)]
    listed = binder.bind(names, "Array(String)")
    points = ",\n        ".join(
        [
            f"[toUInt32(since * 128 + {BEGINNING * 2})]",
            *(f"turns_{n}" for n in range(len(plan.signals))),
        ]
    )
    turns = ",\n    ".join(
        f"{_turns_sql(n, signal, plan.sources.index(signal.source), last)} AS turns_{n}"
        for n, signal in enumerate(plan.signals)
    )
    return (
        f"WITH life AS (\n{_life_sql(plan, first, last, scope, binder)}\n),\n"
        "turning AS (\n"
        f"    SELECT person, since, {_at_nothing_sql(plan)} AS nothing,\n    {turns}\n    FROM life\n),\n"
        "standing AS (\n"
        "    SELECT person,\n"
        f"        arraySort(arrayConcat({points})) AS points,\n"
        "        arrayCumSum(arrayMap(p -> multiIf("
        f"intDiv(p % 128, 2) = {BEGINNING}, toInt64(0),"
        " bitAnd(p, 1) = 1, bitShiftLeft(toInt64(1), intDiv(p % 128, 2)),"
        " -bitShiftLeft(toInt64(1), intDiv(p % 128, 2))), points)) AS sums,\n"
        f"        arrayMap((p, sum) -> (intDiv(p, 128) * 16 + {_stage_sql(plan)}), points, sums) AS placed,\n"
        "        arrayFilter((each, next) -> intDiv(each, 16) != intDiv(next, 16),"
        " placed, arrayShiftLeft(placed, 1, toUInt32(0))) AS days,\n"
        "        arrayFilter((each, before) -> each % 16 != before % 16,"
        " days, arrayShiftRight(days, 1, toUInt32(0))) AS changes\n"
        "    FROM turning\n"
        ")\n"
        f"SELECT person, intDiv(change.1, 16) AS day, {listed}[change.1 % 16] AS stage,\n"
        f"    if(change.2 = 0, '', {listed}[change.2 % 16]) AS previous\n"
        "FROM standing ARRAY JOIN arrayZip(changes, arrayShiftRight(changes, 1, toUInt32(0))) AS change"
    )


def _life_sql(plan: DayPlan, first: int, last: int, scope: Scope, binder: Binder) -> str:
    """One row per person: the day they begin, and the days of each source."""
    zone = scope.zone.key
    marks = "".join(f", {source.test} AS is_{n}" for n, source in enumerate(plan.sources))
    numbers = {n: source.number for n, source in enumerate(plan.sources) if source.number}
    told = "".join(f", {sql} AS number_{n}" for n, sql in numbers.items())
    none = "".join(f", 0 AS is_{n}" for n in range(len(plan.sources)))
    none += "".join(f", NULL AS number_{n}" for n in numbers)
    hull = _either([source.test for source in plan.sources])
    rows = " AND ".join([test for test in (hull, *scope.events_sql(binder)) if test])
    known = scope.known_people_sql(binder).replace(
        "SELECT ", f"SELECT toUInt16(toDate(first_seen_at, '{zone}')) AS day, ", 1
    )
    arrays = "".join(
        f",\n        {_days_sql(n, source)} AS days_{n}" for n, source in enumerate(plan.sources)
    )
    events = (
        f"        SELECT {scope.event_person} AS person, toUInt16(toDate(time, '{zone}')) AS day{marks}{told}\n"
        f"        FROM events WHERE {rows}\n        UNION ALL "
        if plan.sources
        else "        "
    )
    return (
        f"    SELECT person, toUInt32(greatest(min(day), {first})) AS since{arrays}\n"
        f"    FROM (\n{events}SELECT person, day{none} FROM ({known})\n    )\n"
        f"    WHERE day <= {last} GROUP BY person"
    )


def _either(tests: Sequence[str]) -> str:
    return f"(({') OR ('.join(tests)}))" if tests else ""


def _days_sql(number: int, source: Source) -> str:
    test = f"is_{number}"
    match source.unit:
        case "first":
            return f"if(countIf({test}) = 0, emptyArrayUInt16(), [minIf(day, {test})])"
        case "days":
            return f"arrayCompact(arraySort(groupArrayIf(day, {test})))"
        case "count":
            return f"groupArrayIf(day, {test})"
        case "sum":
            return f"groupArrayIf((day, assumeNotNull(number_{number})), {test} AND isNotNull(number_{number}))"


def _turns_sql(number: int, signal: Signal, source: int, last: int) -> str:
    """The days on which a signal turns, each as `day * 128 + bit * 2 + on`, from the person's first day on."""
    days = f"days_{source}"
    if signal.source.unit == "sum":
        points, totals = _sum_points(signal, days)
    else:
        points, totals = _count_points(signal, days)
    # `told` is the answer after each point as day * 2 + answer; only the last of a day is one.
    told = f"arrayMap((day, total) -> toUInt32(day * 2 + ({signal.met})), {points}, {totals}) AS told_{number}"
    settled = (
        "arrayFilter((each, next) -> intDiv(each, 2) != intDiv(next, 2),"
        f" told_{number}, arrayShiftLeft(told_{number}, 1, toUInt32(0))) AS settled_{number}"
    )
    nothing = int(signal.at_nothing)
    turned = (
        f"arrayFilter((each, before) -> each % 2 != before % 2,"
        f" settled_{number}, arrayShiftRight(settled_{number}, 1, toUInt32({nothing}))) AS turned_{number}"
    )
    return (
        f"{told},\n    {settled},\n    {turned},\n"
        f"    arrayFilter(p -> p < {(last + 1) * 128}, arrayMap(each -> toUInt32(greatest(intDiv(each, 2), since) * 128"
        f" + {number * 2} + each % 2), turned_{number}))"
    )


def _count_points(signal: Signal, days: str) -> tuple[str, str]:
    codes = _concat(
        f"arrayMap(day -> toUInt32(day + {offset}) * 8 + {n}, {days})"
        for n, (offset, _) in enumerate(signal.kernel)
    )
    weights = ", ".join(
        f"code % 8 = {n}, toInt64({weight})" for n, (_, weight) in enumerate(signal.kernel)
    )
    codes = f"arraySort({codes})"
    return (
        f"arrayMap(code -> intDiv(code, 8), {codes})",
        f"arrayCumSum(arrayMap(code -> multiIf({weights}, toInt64(0)), {codes}))",
    )


def _sum_points(signal: Signal, days: str) -> tuple[str, str]:
    entries = _concat(
        f"arrayMap(each -> (toUInt32(each.1 + {offset}), each.2 * ({weight})), {days})"
        for offset, weight in signal.kernel
    )
    entries = f"arraySort(each -> each.1, {entries})"
    return (f"({entries}).1", f"arrayCumSum(({entries}).2)")


def _concat(parts: Iterable[str]) -> str:
    listed = list(parts)
    return listed[0] if len(listed) == 1 else f"arrayConcat({', '.join(listed)})"


def _at_nothing_sql(plan: DayPlan) -> str:
    """The mask of a person without events."""
    mask = sum(1 << n for n, signal in enumerate(plan.signals) if signal.at_nothing)
    fixed = "".join(
        f" + if({sql}, {1 << (len(plan.signals) + n)}, 0)" for n, sql in enumerate(plan.fixed)
    )
    return f"toInt64({mask}{fixed})"


def _stage_sql(plan: DayPlan) -> str:
    """The number of the stage of a mask, 1 for the first."""
    steps = "".join(
        f"{sql.replace('mask', '(nothing + sum)')}, {n}, "
        for n, (_, sql) in enumerate(plan.stages, 2)
    )
    return f"toUInt32(multiIf({steps}1))"
