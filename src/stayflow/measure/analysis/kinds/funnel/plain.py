"""The plain funnel: steps in order, within a window from the first. One pass over the sorted keys of a person.

Per step an array says, at each event that may serve it or a later one, until when a chain that got this far may still
go on. Events of the steps behind are left out, as what matters of them is in that array, and so is what comes too late
for every chain.
"""

from stayflow.measure.analysis.kinds.funnel.touches import Layout


def plain_ctes(layout: Layout) -> list[str]:
    """CTEs over `touches` that end in `chained`: a row per person.

    Without a first step the depth is 0; where rows are put into groups, there is no such row.

    Its columns: those of the breakdowns, `wait_2` … in milliseconds, `depth`, `is_open`, and `entered` where the
    question asks for periods.
    """
    size, keys = layout.question.size, layout.keys
    latest = ", ".join(f"until_{number} > 0, until_{number}" for number in range(size, 1, -1))
    last = f"multiIf({latest}, {keys.deadline('entry')})"
    has_entry = keys.serves("entry", 1)
    depth = " + ".join([f"({has_entry})", *(f"(until_{n} > 0)" for n in range(2, size + 1))])
    # The engine leaves rows out before it follows them, where they are arrays still: dearer than what it saves.
    left = f"\n  WHERE {has_entry}" if layout.is_grouped else ""
    kept = "".join(f", {column}" for column in _kept(layout))
    waits = "".join(f", wait_{number}" for number in range(2, size + 1))
    return [
        _first_step_cte(layout),
        *(_step_cte(number, layout) for number in range(2, size + 1)),
        (
            f"chained AS (\n  SELECT person{kept}{waits}, {depth} AS depth,\n"
            f"    {keys.is_from(last, layout.now)} AS is_open\n  FROM step_{size}{left}\n)"
        ),
    ]


def _first_step_cte(layout: Layout) -> str:
    """`entries`: at each event, the latest first step at or before it; before the first, another event.

    `entry`, the last of them, is a first step when there is any.
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
    """One more step, over the events that are in time for it.

    `late` has of each event that may serve it or a later one, in time after the step before: its key, the latest
    completion of the step before, and from the third step on until when that leaves time. `hits` has at each of them
    the deadline if it completes the step, else 0; `until` is the latest. `wait` is up to the first of them.
    """
    keys, last = layout.keys, number - 1
    columns, nothing = [], "toUInt64(0)"
    if last == 1:
        befores, deadline = [_before("entries", nothing, layout)], keys.deadline("late.2")
        fits = f"{keys.serves('late.2', 1)} AND late.1 <= {deadline}"
    else:
        filled = f"arrayFill(before -> before.2 > 0, arrayZip(keys_{last}, hits_{last}))"
        columns = [f"{_before(filled, f'({nothing}, {nothing})', layout)} AS befores_{number}"]
        befores, deadline = [f"befores_{number}.1", f"befores_{number}.2"], "late.3"
        fits = "late.1 <= late.3"
    columns += [
        (
            f"arrayFilter(late -> {keys.serves_from('late.1', number)} AND {fits},"
            f" arrayZip({', '.join([f'keys_{last}', *befores])})) AS late_{number}"
        ),
        f"late_{number}.1 AS keys_{number}",
        (
            f"arrayMap(late -> if({keys.serves('late.1', number)}, {deadline}, {nothing}), late_{number})"
            f" AS hits_{number}"
        ),
        f"arrayFirstIndex(hit -> hit > 0, hits_{number}) AS at_{number}",
        (
            f"{keys.instant(f'keys_{number}[at_{number}]')} - {keys.instant(f'late_{number}.2[at_{number}]')}"
            f" AS wait_{number}"
        ),
        f"arrayMax(hits_{number}) AS until_{number}",
    ]
    kept = "".join(f", {column}" for column in _carried(layout, last))
    listed = ",\n    ".join(columns)
    return f"step_{number} AS (\n  SELECT person{kept},\n    {listed}\n  FROM step_{last}\n)"


def _before(values: str, nothing: str, layout: Layout) -> str:
    """What holds before each event; one that may serve several steps does not follow itself."""
    if not layout.keys.shares_events:
        return values
    return f"arrayPopBack(arrayPushFront({values}, {nothing}))"


def _carried(layout: Layout, last: int) -> list[str]:
    """Columns of the steps before that `chained` needs."""
    of_steps = (f"{name}_{number}" for number in range(2, last + 1) for name in ("until", "wait"))
    return [*_kept(layout), "entry", *of_steps]


def _kept(layout: Layout) -> list[str]:
    return [*layout.by, *(["entered"] if layout.question.per is not None else [])]
