"""Steps in any order: how many of them were done within a window that starts at whichever came first.

One event serves one step, so where an event fits several steps it is a question of matching. By Hall's theorem (1935)
the steps of a set can each have an event of their own as soon as every part of the set has as many events as steps.
So the key at which a set is done is the latest, over its parts of *r* steps, of the *r*-th event that fits the part;
and *n* steps are done as soon as the first set of *n* is. Steps that share no event with others are sets of one.
"""

from collections.abc import Iterator
from itertools import combinations

from stayflow.measure.analysis.kinds.funnel.touches import Layout

NEVER = "18446744073709551615"


def any_order_ctes(layout: Layout) -> list[str]:
    """CTEs over `touches` that end in `chained`, as `chain_ctes` has it; `depth` is the most steps in one window.

    At each event `done_…` has, per set of steps that share events, the keys at which one, two, … of them are done.
    The times are those of the first window that gets so far.
    """
    keys = layout.keys
    kept = "".join(
        f", {each}" for each in [*(["held"] if layout.question.held else []), *layout.by]
    )
    end = keys.since_start(layout.end)
    until = f"if({keys.instant('key')} < {end}, {keys.deadline('key')}, toUInt64(0))"
    columns = [each for steps in layout.question.sharing for each in _done(steps)]
    done_sql = "".join(f",\n    {sql} AS {name}" for name, sql in columns)
    names = [name for name, _ in columns if name.startswith("done_")]
    nexts, words = ", ".join(names), ", ".join(f"key_{name}" for name in names)
    in_time = " + ".join(f"(key_{name} <= until)" for name in names)
    return [
        (
            f"begun AS (\n  SELECT person{kept}, keys,\n    arrayMap(key -> {until}, keys) AS untils{done_sql}\n"
            "  FROM touches\n)"
        ),
        (
            f"counted AS (\n  SELECT person{kept}, keys, untils, {nexts},\n"
            f"    arrayMap((until, {words}) -> {in_time}, untils, {nexts}) AS counts,\n"
            f"    arrayMax(counts) AS depth\n  FROM begun\n  WHERE arrayExists(until -> until > 0, untils)\n)"
        ),
        (
            f"chained AS (\n  SELECT person{kept}, depth,\n"
            f"    keys[arrayFirstIndex(until -> until > 0, untils)] AS entry{_arrivals(layout, names)},\n"
            f"    arrayExists((until, many) -> many = depth AND {keys.is_from('until', layout.now)},"
            " untils, counts) AS is_open\n  FROM counted\n)"
        ),
    ]


def _done(steps: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """Columns `done_…`, one per number of these steps, and before them `next_…`, which they are made of."""
    parts = [part for size in range(1, len(steps) + 1) for part in combinations(steps, size)]
    for part in parts:
        yield from _nexts(part)
    for size in range(1, len(steps) + 1):
        sets = [_latest(each) for each in combinations(steps, size)]
        yield f"done_{steps[0]}_{size}", _over(sets, "least")


def _nexts(part: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """At each event, the key of the first, second, … event from it on that fits one of the steps of a part."""
    fits = f"bitAnd(key, {sum(1 << (step - 1) for step in part)}) > 0"
    for place in range(1, len(part) + 1):
        if place == 1:
            found = f"arrayMap(key -> if({fits}, key, {NEVER}), keys)"
        else:
            later = f"arrayPopFront(arrayPushBack({_name(part, place - 1)}, {NEVER}))"
            found = f"arrayMap((key, later) -> if({fits}, later, {NEVER}), keys, {later})"
        yield _name(part, place), f"arrayReverseFill((found, key) -> {fits}, {found}, keys)"


def _latest(steps: tuple[int, ...]) -> str:
    """When each of the steps can have an event of its own."""
    parts = [part for size in range(1, len(steps) + 1) for part in combinations(steps, size)]
    return _over([_name(part, len(part)) for part in parts], "greatest")


def _over(arrays: list[str], function: str) -> str:
    """The least or greatest of several arrays, place by place."""
    if len(arrays) == 1:
        return arrays[0]
    words = ", ".join(f"key_{number}" for number in range(len(arrays)))
    return f"arrayMap(({words}) -> {function}({words}), {', '.join(arrays)})"


def _name(part: tuple[int, ...], place: int) -> str:
    return f"next_{'_'.join(map(str, part))}_place_{place}"


def _arrivals(layout: Layout, names: list[str]) -> str:
    """Per number of steps: whether a window holds so many, when the first of these begins, and the last wait in it."""
    keys, size = layout.keys, layout.question.size
    columns = []
    for number in range(2, size + 1):
        first = f"arrayFirstIndex(many -> many >= {number}, counts)"
        done = ", ".join(f"{name}[first_{number}]" for name in names)
        order = f"arraySort([{done}])"
        wait = f"{keys.instant(f'{order}[{number}]')} - {keys.instant(f'{order}[{number - 1}]')}"
        columns.append(
            f",\n    {first} AS first_{number}, first_{number} > 0 AS reach_{number},"
            f" keys[first_{number}] AS arrived_{number},\n    {wait} AS wait_{number}"
        )
    return "".join(columns)
