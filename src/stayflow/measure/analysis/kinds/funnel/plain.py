"""The plain funnel: steps in order, within a window from the first. One pass over the sorted keys of a person.

Per step an array says, at each event that may serve it or a later one, until when a chain that got this far may still
go on. Events of the steps behind are left out: what matters of them is in that array.
"""

from stayflow.measure.analysis.kinds.funnel.touches import Layout


def plain_ctes(layout: Layout) -> list[str]:
    """CTEs over `touches` that end in `chained`: a row per person with a first step.

    Its columns: those of the breakdowns, `wait_2` … in milliseconds, `depth`, `is_open`, and `entered` where the
    question asks for periods.
    """
    size, keys = layout.question.size, layout.keys
    latest = ", ".join(f"until_{number} > 0, until_{number}" for number in range(size, 1, -1))
    last = keys.instant(f"multiIf({latest}, {keys.deadline('entry')})")
    depth = " + ".join(["1", *(f"(until_{number} > 0)" for number in range(2, size + 1))])
    kept = "".join(f", {column}" for column in _kept(layout))
    waits = "".join(f", wait_{number}" for number in range(2, size + 1))
    return [
        _first_step_cte(layout),
        *(_step_cte(number, layout) for number in range(2, size + 1)),
        (
            f"chained AS (\n  SELECT person{kept}{waits}, {depth} AS depth,\n"
            f"    {last} >= {layout.now} AS is_open\n  FROM step_{size}\n"
            f"  WHERE {keys.serves('entry', 1)}\n)"
        ),
    ]


def _first_step_cte(layout: Layout) -> str:
    """`entries`: at each event, the latest first step at or before it; before the first, another event.

    `entry`, the last of them, is a first step when there is any. Who has none is left out at the end, where a row is
    numbers and no longer arrays.
    """
    by = "".join(f", {column}" for column in layout.by)
    is_first = layout.keys.serves("key", 1)
    entered = ""
    if layout.question.per is not None:
        first = layout.keys.instant(f"keys[arrayFirstIndex(key -> {is_first}, keys)]")
        entered = f", {first} AS entered"
    return (
        f"step_1 AS (\n  SELECT person{by}{entered}, keys AS keys_1,"
        f" arrayFill(key -> {is_first}, keys) AS entries,\n    entries[-1] AS entry\n  FROM touches\n)"
    )


def _step_cte(number: int, layout: Layout) -> str:
    """One more step: `hits` has at each event that completes it the deadline, else 0; `until` is the latest of them.

    `befores` says at each event until when the step before leaves time, 0 for not at all. `wait` is from the latest
    completion of the step before, in `dones`, to the first of this one.
    """
    keys, last = layout.keys, number - 1
    deadlines, deadline = f"arrayFill(hit -> hit > 0, hits_{last})", "before"
    dones = f"arrayFill((key, hit) -> hit > 0, keys_{last}, hits_{last})"
    fits = f"{keys.serves('key', number)} AND key <= before"
    if last == 1:
        deadlines, deadline = "entries", keys.deadline("before")
        fits = f"{keys.serves('key', 2)} AND {keys.serves('before', 1)} AND key <= {deadline}"
    is_late = keys.serves_from("key", number)
    columns = [
        f"arrayFilter(key -> {is_late}, keys_{last}) AS keys_{number}",
        _at_late(deadlines, number, layout, is_late) + f" AS befores_{number}",
        (
            f"arrayMap((key, before) -> if({fits}, {deadline}, toUInt64(0)), keys_{number}, befores_{number})"
            f" AS hits_{number}"
        ),
        f"arrayFirstIndex(hit -> hit > 0, hits_{number}) AS at_{number}",
    ]
    if last > 1:
        columns.append(_at_late(dones, number, layout, is_late) + f" AS dones_{number}")
    done = f"{'befores' if last == 1 else 'dones'}_{number}[at_{number}]"
    columns += [
        f"{keys.instant(f'keys_{number}[at_{number}]')} - {keys.instant(done)} AS wait_{number}",
        f"arrayMax(hits_{number}) AS until_{number}",
    ]
    kept = "".join(f", {column}" for column in _carried(layout, last))
    listed = ",\n    ".join(columns)
    return f"step_{number} AS (\n  SELECT person{kept},\n    {listed}\n  FROM step_{last}\n)"


def _at_late(values: str, number: int, layout: Layout, is_late: str) -> str:
    """What holds before each event that may serve the step or a later one; an event does not follow itself."""
    if layout.keys.shares_events:
        values = f"arrayPopBack(arrayPushFront({values}, toUInt64(0)))"
    return f"arrayFilter((value, key) -> {is_late}, {values}, keys_{number - 1})"


def _carried(layout: Layout, last: int) -> list[str]:
    """Columns of the steps before that `chained` needs."""
    of_steps = (f"{name}_{number}" for number in range(2, last + 1) for name in ("until", "wait"))
    return [*_kept(layout), "entry", *of_steps]


def _kept(layout: Layout) -> list[str]:
    return [*layout.by, *(["entered"] if layout.question.per is not None else [])]
