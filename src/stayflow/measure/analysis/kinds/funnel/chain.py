"""Steps in order with rules of their own: optional ones, gaps, what must not lie between, or nothing at all between.

As in the plain funnel every step has an array that says, at each event that completes it, until when its chain may go
on (else 0). Among the chains that end at one step, the latest is always the best: it began latest, so its window is
open longest; it is the nearest, so the least lies between. That is why one number per event is enough, and why a
shortest gap, or exclusions of a part of the way, do not go together with optional steps: there it would not hold.
"""

from collections.abc import Iterator
from datetime import timedelta

from stayflow.measure.analysis.kinds.funnel.model import FunnelStep, Mode
from stayflow.measure.analysis.kinds.funnel.touches import Layout

NOTHING = "toUInt64(0)"


def chain_ctes(layout: Layout) -> list[str]:
    """CTEs over `touches` that end in `chained`: a row per person (and value held) with a first step.

    Its columns: those of the breakdowns, `held`, `entry` (the key of the first entry), and per later step `wait` in
    milliseconds, `arrived` (the key of the first arrival) and `reach`; then `depth` and `is_open`.
    """
    size = layout.question.size
    numbers = range(2, size + 1)
    kept = "".join(f", {column}" for column in _kept(layout))
    reached = "".join(
        f",\n    wait_{n}, keys[at_{n}] AS arrived_{n}, at_{n} > 0 AS reach_{n}" for n in numbers
    )
    depth = ", ".join(f"at_{n} > 0, {n}" for n in reversed(numbers))
    is_open = ", ".join(f"at_{n} > 0, {_open_sql(n, layout)}" for n in range(size, 1, -1))
    return [
        _first_cte(layout),
        *(_step_cte(number, layout) for number in numbers),
        (
            f"chained AS (\n  SELECT person{kept}, entry{reached},\n    multiIf({depth}, 1) AS depth,\n"
            f"    multiIf({is_open}, {_open_sql(1, layout)}) AS is_open\n  FROM chain_{size}\n)"
        ),
    ]


def _first_cte(layout: Layout) -> str:
    """First steps, and at each event the place of the latest one before it that bars a way."""
    keys = layout.keys
    kept = "".join(f", {column}" for column in _kept(layout))
    is_first = keys.serves("key", 1)
    barred = "".join(
        f",\n    {_shifted(f'arrayFill(place -> place > 0, {_places(mask)})', 'toUInt32(0)')} AS barred_{mask}"
        for mask in _masks(layout)
    )
    return (
        f"chain_1 AS (\n  SELECT person{kept}, keys, arrayEnumerate(keys) AS places,\n"
        f"    arrayMap(key -> if({is_first}, {keys.deadline('key')}, {NOTHING}), keys) AS hits_1,\n"
        f"    keys[arrayFirstIndex(key -> {is_first}, keys)] AS entry{barred}\n"
        f"  FROM touches\n  WHERE arrayExists(key -> {is_first}, keys)\n)"
    )


def _step_cte(number: int, layout: Layout) -> str:
    """One more step: `hits` at each event that completes it, `at` the first of them, `wait` since the step before."""
    keys, befores = layout.keys, layout.question.befores(number)
    carried = ", ".join(_carried(layout, number))
    arrays = "".join(
        f",\n    {sql} AS {name}"
        for before in befores
        for name, sql in _before_arrays(before, number, layout)
    )
    masks = sorted({mask for each in befores if (mask := _mask(each, number, layout))})
    names = [f"{name}_{before}" for before in befores for name in ("until", "since", "place")]
    names += [f"barred_{mask}" for mask in masks]
    words = {name: f"a_{name}" for name in names}
    fits = ", ".join(
        f"if({_fits(before, number, layout, words)}, {words[f'until_{before}']}, {NOTHING})"
        for before in befores
    )
    here = {name: f"{name}[at_{number}]" for name in names}
    since = ", ".join(
        f"if({_fits(before, number, layout, here | {'key': f'keys[at_{number}]'})},"
        f" since_{before}[at_{number}], {NOTHING})"
        for before in befores
    )
    return (
        f"chain_{number} AS (\n  SELECT person, {carried}{arrays},\n"
        f"    arrayMap((key, {', '.join(words.values())}) -> {_most(fits, befores)},"
        f" keys, {', '.join(names)}) AS hits_{number},\n"
        f"    arrayFirstIndex(hit -> hit > 0, hits_{number}) AS at_{number},\n"
        f"    {keys.instant(f'keys[at_{number}]')} - {keys.instant(_most(since, befores))} AS wait_{number}\n"
        f"  FROM chain_{number - 1}\n)"
    )


def _before_arrays(before: int, number: int, layout: Layout) -> Iterator[tuple[str, str]]:
    """At each event, of the step done before it that counts: its deadline, its key, and its place."""
    hits, step = f"hits_{before}", layout.question.steps[number - 1]
    if layout.question.mode is Mode.STRICT:
        yield f"until_{before}", _shifted(hits, NOTHING)
        yield f"since_{before}", _shifted("keys", NOTHING)
        yield f"place_{before}", _shifted("places", "toUInt32(0)")
        return
    if step.after is not None:
        yield f"ripe_{before}", _ripe_sql(before, step.after.length, layout)
        for part, name in enumerate(("until", "since", "place"), start=3):
            yield f"{name}_{before}", f"arrayMap(each -> each.{part}, ripe_{before})"
        return
    yield f"until_{before}", _shifted(f"arrayFill(hit -> hit > 0, {hits})", NOTHING)
    yield f"since_{before}", _shifted(f"arrayFill((key, hit) -> hit > 0, keys, {hits})", NOTHING)
    yield (
        f"place_{before}",
        _shifted(f"arrayFill((place, hit) -> hit > 0, places, {hits})", "toUInt32(0)"),
    )


def _ripe_sql(before: int, after: timedelta, layout: Layout) -> str:
    """At each event, the latest completion of a step that lies at least `after` back; nothing is all 0.

    Completions, put off by `after`, and events are sorted together; what is filled forward meets the events in order.
    """
    instant, gap = layout.keys.instant, layout.ms(after)
    hits = (
        f"arrayFilter(each -> each.3 > 0, arrayMap((key, place, hit) ->"
        f" ({instant('key')} + {gap}, toUInt32(0), hit, key, place), keys, places, hits_{before}))"
    )
    events = (
        f"arrayMap((key, place) -> ({instant('key')}, place, {NOTHING}, {NOTHING}, toUInt32(0)),"
        " keys, places)"
    )
    both = f"arraySort(arrayConcat({hits}, {events}))"
    return f"arrayFilter((each, was) -> was.2 > 0, arrayFill(each -> each.2 = 0, {both}), {both})"


def _fits(before: int, number: int, layout: Layout, words: dict[str, str]) -> str:
    """Test of an event completing step `number` right after step `before`; `words` are the SQL of what it knows."""
    keys, step = layout.keys, layout.question.steps[number - 1]
    key, until = words.get("key", "key"), words[f"until_{before}"]
    tests = [keys.serves(key, number), f"{until} > 0", f"{key} <= {until}"]
    gap = f"{keys.instant(key)} - {keys.instant(words[f'since_{before}'])}"
    tests += [f"{gap} {bound}" for bound in _bounds(step, layout)]
    mask = _mask(before, number, layout)
    if mask:
        tests.append(f"{words[f'barred_{mask}']} <= {words[f'place_{before}']}")
    return " AND ".join(tests)


def _bounds(step: FunnelStep, layout: Layout) -> Iterator[str]:
    if step.within is not None:
        yield f"<= {layout.ms(step.within.length)}"
    if step.after is not None and layout.question.mode is Mode.STRICT:
        yield f">= {layout.ms(step.after.length)}"


def _open_sql(step: int, layout: Layout) -> str:
    """Test of the latest completion of a step: a step after it could still follow."""
    question, keys = layout.question, layout.keys
    last = f"arrayLastIndex(hit -> hit > 0, hits_{step})"
    ways = [_way_sql(step, number, last, layout) for number in range(step + 1, question.size + 1)]
    ways = [way for way in ways if way]
    if not ways:
        return "0"
    tests = [f"{keys.instant(f'hits_{step}[{last}]')} >= {layout.now}", f"({' OR '.join(ways)})"]
    if question.mode is Mode.STRICT:
        tests.append(f"{last} = length(keys)")
    return " AND ".join(tests)


def _way_sql(step: int, number: int, last: str, layout: Layout) -> str:
    """Test of `number` still being able to follow the completion at `last`; nothing where it never may."""
    if step not in layout.question.befores(number):
        return ""
    tests = []
    within = layout.question.steps[number - 1].within
    if within is not None:
        since = layout.keys.instant(f"keys[{last}]")
        tests.append(f"{since} + {layout.ms(within.length)} >= {layout.now}")
    mask = _mask(step, number, layout)
    if mask:
        tests.append(f"arrayLastIndex(key -> bitAnd(key, {mask}) > 0, keys) <= {last}")
    return f"({' AND '.join(tests)})" if tests else "1"


def _mask(before: int, number: int, layout: Layout) -> int:
    """The bits of a key that bar the way from step `before` to step `number`."""
    question = layout.question
    return sum(
        1 << (question.size + index)
        for index, bar in enumerate(question.bars)
        if bar.bars(before, number)
    )


def _masks(layout: Layout) -> list[int]:
    question = layout.question
    ways = ((before, n) for n in range(2, question.size + 1) for before in question.befores(n))
    return sorted({mask for before, n in ways if (mask := _mask(before, n, layout))})


def _places(mask: int) -> str:
    return f"arrayMap((key, place) -> if(bitAnd(key, {mask}) > 0, place, 0), keys, places)"


def _shifted(array: str, first: str) -> str:
    """What the event before had: an event does not follow itself."""
    return f"arrayPopBack(arrayPushFront({array}, {first}))"


def _most(values: str, befores: tuple[int, ...]) -> str:
    return f"greatest({values})" if len(befores) > 1 else values


def _kept(layout: Layout) -> list[str]:
    return [*(["held"] if layout.question.held else []), *layout.by]


def _carried(layout: Layout, number: int) -> list[str]:
    """Columns of the CTE before that later ones need."""
    columns = [*_kept(layout), "keys", "places", "entry"]
    columns += [f"barred_{mask}" for mask in _masks(layout)]
    columns += [f"hits_{n}" for n in range(1, number)]
    return columns + [f"{name}_{n}" for n in range(2, number) for name in ("at", "wait")]
