"""Steps in any order: how many of them were done within a window that starts at whichever came first."""

from stayflow.measure.analysis.kinds.funnel.touches import Layout

NEVER = "18446744073709551615"


def any_order_ctes(layout: Layout) -> list[str]:
    """CTEs over `touches` that end in `chained`, as `chain_ctes` has it; `depth` is the most steps in one window.

    No event fits two steps here, so the next event of each step at or after an event tells which lie in its window.
    The times are those of the first window that gets so far.
    """
    keys, numbers = layout.keys, range(1, layout.question.size + 1)
    kept = "".join(
        f", {each}" for each in [*(["held"] if layout.question.held else []), *layout.by]
    )
    end = keys.since_start(layout.end)
    until = f"if({keys.instant('key')} < {end}, {keys.deadline('key')}, toUInt64(0))"
    nexts = ", ".join(f"next_{n}" for n in numbers)
    nexts_sql = ",\n    ".join(
        f"arrayReverseFill(key -> key < {NEVER}, arrayMap(key -> if({keys.serves('key', n)}, key, {NEVER}), keys))"
        f" AS next_{n}"
        for n in numbers
    )
    in_time = " + ".join(f"(key_{n} <= until)" for n in numbers)
    words = ", ".join(f"key_{n}" for n in numbers)
    return [
        (
            f"begun AS (\n  SELECT person{kept}, keys,\n    arrayMap(key -> {until}, keys) AS untils,\n"
            f"    {nexts_sql}\n  FROM touches\n)"
        ),
        (
            f"counted AS (\n  SELECT person{kept}, keys, untils, {nexts},\n"
            f"    arrayMap((until, {words}) -> {in_time}, untils, {nexts}) AS counts,\n"
            f"    arrayMax(counts) AS depth\n  FROM begun\n  WHERE arrayExists(until -> until > 0, untils)\n)"
        ),
        (
            f"chained AS (\n  SELECT person{kept}, depth,\n"
            f"    keys[arrayFirstIndex(until -> until > 0, untils)] AS entry{_arrivals(layout)},\n"
            f"    arrayExists((until, many) -> many = depth AND {keys.instant('until')} >= {layout.now},"
            " untils, counts) AS is_open\n  FROM counted\n)"
        ),
    ]


def _arrivals(layout: Layout) -> str:
    """Per number of steps: whether a window holds so many, when the first of these begins, and the last wait in it."""
    keys, size = layout.keys, layout.question.size
    columns = []
    for number in range(2, size + 1):
        first = f"arrayFirstIndex(many -> many >= {number}, counts)"
        done = ", ".join(f"next_{n}[first_{number}]" for n in range(1, size + 1))
        order = f"arraySort([{done}])"
        wait = f"{keys.instant(f'{order}[{number}]')} - {keys.instant(f'{order}[{number - 1}]')}"
        columns.append(
            f",\n    {first} AS first_{number}, first_{number} > 0 AS reach_{number},"
            f" keys[first_{number}] AS arrived_{number},\n    {wait} AS wait_{number}"
        )
    return "".join(columns)
