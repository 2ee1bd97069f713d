"""The plain funnel: steps in order, within a window from the first. One pass over the sorted keys of a person.

Per step an array says, at each event, until when a chain that got this far may still go on.
"""

from stayflow.measure.analysis.kinds.funnel.touches import Layout


def plain_ctes(layout: Layout) -> list[str]:
    """CTEs over `touches` that end in `chained`: a row per person with a first step.

    Its columns: those of the breakdowns, `wait_2` … in milliseconds, `depth`, `is_open`, and `entered` where the
    question asks for periods.
    """
    size, keys = layout.question.size, layout.keys
    latest = ", ".join(f"at_{number} > 0, deadlines_{number}[-1]" for number in range(size, 1, -1))
    last = keys.instant(f"multiIf({latest}, {keys.deadline('entries[-1]')})")
    depth = " + ".join(["1", *(f"(at_{number} > 0)" for number in range(2, size + 1))])
    kept = "".join(f", {column}" for column in _kept(layout))
    waits = "".join(f", wait_{number}" for number in range(2, size + 1))
    return [
        _first_step_cte(layout),
        *(_step_cte(number, layout) for number in range(2, size + 1)),
        (
            f"chained AS (\n  SELECT person{kept}{waits}, {depth} AS depth,\n"
            f"    {last} >= {layout.now} AS is_open\n  FROM step_{size}\n)"
        ),
    ]


def _first_step_cte(layout: Layout) -> str:
    """`entries`: at each event, the latest first step at or before it; before the first, another event.

    The last of them is a first step when there is any.
    """
    by = "".join(f", {column}" for column in layout.by)
    is_first = layout.keys.serves("key", 1)
    entered = ""
    if layout.question.per is not None:
        first = layout.keys.instant(f"keys[arrayFirstIndex(key -> {is_first}, keys)]")
        entered = f", {first} AS entered"
    return (
        f"step_1 AS (\n  SELECT person{by}{entered}, keys AS keys_1,"
        f" arrayFill(key -> {is_first}, keys) AS entries\n"
        f"  FROM touches\n  WHERE {layout.keys.serves('entries[-1]', 1)}\n)"
    )


def _step_cte(number: int, layout: Layout) -> str:
    """One more step, from its first arrival `at` on; `hits` has at each event that completes it the deadline, else 0.

    `wait` is since the latest completion of the step before. What lies before `at` cannot matter to
    later steps and is cut off; who does not arrive is left with nothing.
    """
    keys, last = layout.keys, number - 1
    were, deadlines, deadline = f"keys_{last}", f"deadlines_{last}", "before"
    before = f"{were}[arrayLastIndex(hit -> hit > 0, arraySlice(hits_{last}, 1, at_{number} - 1))]"
    fits = f"{keys.serves('key', number)} AND key <= before"
    if last == 1:
        deadlines, deadline = "entries", keys.deadline("before")
        fits = f"{keys.serves('key', 2)} AND {keys.serves('before', 1)} AND key <= {deadline}"
    if keys.shares_events:
        deadlines = f"arrayPopBack(arrayPushFront({deadlines}, toUInt64(0)))"
    if last == 1:
        before = f"({deadlines})[at_2]"
    kept = "".join(f", {column}" for column in _carried(layout, last))
    return (
        f"step_{number} AS (\n  SELECT person{kept},\n"
        f"    arrayMap((key, before) -> if({fits}, {deadline}, toUInt64(0)), {were}, {deadlines})"
        f" AS found_{number},\n"
        f"    arrayFirstIndex(hit -> hit > 0, found_{number}) AS at_{number},\n"
        f"    {keys.instant(f'{were}[at_{number}]')} - {keys.instant(before)} AS wait_{number},\n"
        f"    arraySlice({were}, at_{number}) AS keys_{number},\n"
        f"    arraySlice(found_{number}, at_{number}) AS hits_{number},\n"
        f"    arrayFill(hit -> hit > 0, hits_{number}) AS deadlines_{number}\n"
        f"  FROM step_{last}\n)"
    )


def _carried(layout: Layout, last: int) -> list[str]:
    """Columns of the steps before that `chained` needs."""
    steps = range(2, last + 1)
    of_steps = (f"{name}_{number}" for number in steps for name in ("at", "wait", "deadlines"))
    return [*_kept(layout), "entries", *of_steps]


def _kept(layout: Layout) -> list[str]:
    return [*layout.by, *(["entered"] if layout.question.per is not None else [])]
