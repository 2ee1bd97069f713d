"""Steps in order with rules of their own: optional ones, gaps, what must not lie between, or nothing at all between.

As in the plain funnel every step has an array that says, at each event that completes it, until when its chain may go
on (else 0). Among the chains that end at one step, the latest is always the best: it began latest, so its window is
open longest; it is the nearest, so the least lies between. That is why one number per event is enough.

It does not hold for a shortest gap, or exclusions of a part of the way, beside optional steps: a later event may then
be nearer by a way that began earlier. There each choice of optional steps is a way of its own, on which every step has
one step before it and the latest is the best again; `nodes` are the places on all ways, and what ways share is one.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from stayflow.measure.analysis.kinds.funnel.model import FunnelStep, Mode
from stayflow.measure.analysis.kinds.funnel.touches import Layout
from stayflow.measure.analysis.kinds.funnel.ways import Node, list_nodes, ways_of

NOTHING = "toUInt64(0)"


def chain_ctes(layout: Layout) -> list[str]:
    """CTEs over `touches` that end in `chained`: a row per person (and value held, and way) with a first step.

    Its columns: those of the breakdowns, `held`, `entry` (the key of the first entry), and per later step `wait` in
    milliseconds, `arrived` (the key of the first arrival) and `reach`; then `depth` and `is_open`.
    """
    nodes = list_nodes(layout.question)
    ctes = [
        _first_cte(layout, nodes),
        *(_step_cte(number, nodes, layout) for number in range(2, layout.question.size + 1)),
    ]
    return [
        *ctes,
        _ways_cte(nodes, layout) if layout.question.has_ways else _all_cte(nodes, layout),
    ]


def _all_cte(nodes: Sequence[Node], layout: Layout) -> str:
    """The one way there is."""
    size = layout.question.size
    kept = "".join(f", {column}" for column in _kept(layout))
    reached = "".join(
        f",\n    wait_{n}, keys[at_{n}] AS arrived_{n}, at_{n} > 0 AS reach_{n}"
        for n in range(2, size + 1)
    )
    return (
        f"chained AS (\n  SELECT person{kept}, entry{reached},\n    {_depth_sql(nodes)} AS depth,\n"
        f"    {_last_open_sql(nodes, nodes, layout)} AS is_open\n  FROM chain_{size}\n)"
    )


def _ways_cte(nodes: Sequence[Node], layout: Layout) -> str:
    """A row per way: steps that are not on it are not reached on it."""
    size = layout.question.size
    kept = "".join(f", {column}" for column in _kept(layout))
    rows, names = [], []
    for way in ways_of(nodes, layout.question):
        cells = []
        for number in range(2, size + 1):
            tag = next((node.tag for node in way if node.step == number), None)
            cells += (
                ["toInt64(0)", NOTHING, "toUInt8(0)"]
                if tag is None
                else [f"wait_{tag}", f"toUInt64(keys[at_{tag}])", f"at_{tag} > 0"]
            )
        cells += [
            f"toUInt8({_depth_sql(way)})",
            f"toUInt8({_last_open_sql(way, nodes, layout)})",
        ]
        rows.append(f"tuple({', '.join(cells)})")
    names = [f"{name}_{n}" for n in range(2, size + 1) for name in ("wait", "arrived", "reach")]
    shown = ", ".join(
        f"way.{place} AS {name}" for place, name in enumerate([*names, "depth", "is_open"], start=1)
    )
    return (
        f"chained AS (\n  SELECT person{kept}, entry, {shown}\n  FROM chain_{size}\n"
        f"  ARRAY JOIN [{', '.join(rows)}] AS way\n)"
    )


def _first_cte(layout: Layout, nodes: Sequence[Node]) -> str:
    """First steps, and at each event the place of the latest one before it that bars a way."""
    keys = layout.keys
    kept = "".join(f", {column}" for column in _kept(layout))
    is_first = keys.serves("key", 1)
    barred = "".join(
        f",\n    {_shifted(f'arrayFill(place -> place > 0, {_places(mask)})', 'toUInt32(0)')} AS barred_{mask}"
        for mask in _masks(nodes, layout)
    )
    return (
        f"chain_1 AS (\n  SELECT person{kept}, keys, arrayEnumerate(keys) AS places,\n"
        f"    arrayMap(key -> if({is_first}, {keys.deadline('key')}, {NOTHING}), keys) AS hits_1,\n"
        f"    keys[arrayFirstIndex(key -> {is_first}, keys)] AS entry{barred}\n"
        f"  FROM touches\n  WHERE arrayExists(key -> {is_first}, keys)\n)"
    )


def _step_cte(number: int, nodes: Sequence[Node], layout: Layout) -> str:
    """One more step, on every way that has it."""
    columns = _carried(layout, nodes, number)
    for node in nodes:
        if node.step == number:
            columns += _node_columns(node, layout)
    return f"chain_{number} AS (\n  SELECT person, {_lines(columns)}\n  FROM chain_{number - 1}\n)"


def _lines(columns: Sequence[str]) -> str:
    """What is carried on one line, what is new on lines of its own."""
    carried = [each for each in columns if " AS " not in each]
    return ",\n    ".join([", ".join(carried), *(each for each in columns if " AS " in each)])


def _node_columns(node: Node, layout: Layout) -> list[str]:
    """`hits` at each event that completes it, `at` the first of them, `wait` since the step before."""
    keys, befores, tag = layout.keys, node.befores, node.tag
    arrays = [
        f"{sql} AS {name}"
        for before in befores
        for name, sql in _before_arrays(before, node, layout)
    ]
    masks = sorted({mask for each in befores if (mask := _mask(each, node, layout))})
    names = [f"{name}_{each.tag}" for each in befores for name in ("until", "since", "place")]
    names += [f"barred_{mask}" for mask in masks]
    words = {name: f"a_{name}" for name in names}
    fits = ", ".join(
        f"if({_fits(before, node, layout, words)}, {words[f'until_{before.tag}']}, {NOTHING})"
        for before in befores
    )
    here = {name: f"{name}[at_{tag}]" for name in names}
    since = ", ".join(
        f"if({_fits(before, node, layout, here | {'key': f'keys[at_{tag}]'})},"
        f" since_{before.tag}[at_{tag}], {NOTHING})"
        for before in befores
    )
    return [
        *arrays,
        (
            f"arrayMap((key, {', '.join(words.values())}) -> {_most(fits, befores)},"
            f" keys, {', '.join(names)}) AS hits_{tag}"
        ),
        f"arrayFirstIndex(hit -> hit > 0, hits_{tag}) AS at_{tag}",
        f"{keys.instant(f'keys[at_{tag}]')} - {keys.instant(_most(since, befores))} AS wait_{tag}",
    ]


def _before_arrays(before: Node, node: Node, layout: Layout) -> Iterator[tuple[str, str]]:
    """At each event, of the step done before it that counts: its deadline, its key, and its place."""
    hits, step, tag = f"hits_{before.tag}", layout.question.steps[node.step - 1], before.tag
    if layout.question.mode is Mode.STRICT:
        yield f"until_{tag}", _shifted(hits, NOTHING)
        yield f"since_{tag}", _shifted("keys", NOTHING)
        yield f"place_{tag}", _shifted("places", "toUInt32(0)")
        return
    if step.after is not None:
        yield f"ripe_{tag}", _ripe_sql(before, step.after.length, layout)
        for part, name in enumerate(("until", "since", "place"), start=3):
            yield f"{name}_{tag}", f"arrayMap(each -> each.{part}, ripe_{tag})"
        return
    yield f"until_{tag}", _shifted(f"arrayFill(hit -> hit > 0, {hits})", NOTHING)
    yield f"since_{tag}", _shifted(f"arrayFill((key, hit) -> hit > 0, keys, {hits})", NOTHING)
    yield (
        f"place_{tag}",
        _shifted(f"arrayFill((place, hit) -> hit > 0, places, {hits})", "toUInt32(0)"),
    )


def _ripe_sql(before: Node, after: timedelta, layout: Layout) -> str:
    """At each event, the latest completion of a step that lies at least `after` back; nothing is all 0.

    Completions, put off by `after`, and events are sorted together; what is filled forward meets the events in order.
    """
    instant, gap = layout.keys.instant, layout.ms(after)
    hits = (
        f"arrayFilter(each -> each.3 > 0, arrayMap((key, place, hit) ->"
        f" ({instant('key')} + {gap}, toUInt32(0), hit, key, place), keys, places, hits_{before.tag}))"
    )
    events = (
        f"arrayMap((key, place) -> ({instant('key')}, place, {NOTHING}, {NOTHING}, toUInt32(0)),"
        " keys, places)"
    )
    both = f"arraySort(arrayConcat({hits}, {events}))"
    return f"arrayFilter((each, was) -> was.2 > 0, arrayFill(each -> each.2 = 0, {both}), {both})"


def _fits(before: Node, node: Node, layout: Layout, words: dict[str, str]) -> str:
    """Test of an event completing `node` right after `before`; `words` are the SQL of what it knows."""
    keys, step = layout.keys, layout.question.steps[node.step - 1]
    key, until = words.get("key", "key"), words[f"until_{before.tag}"]
    tests = [keys.serves(key, node.step), f"{until} > 0", f"{key} <= {until}"]
    gap = f"{keys.instant(key)} - {keys.instant(words[f'since_{before.tag}'])}"
    tests += [f"{gap} {bound}" for bound in _bounds(step, layout)]
    mask = _mask(before, node, layout)
    if mask:
        tests.append(f"{words[f'barred_{mask}']} <= {words[f'place_{before.tag}']}")
    return " AND ".join(tests)


def _bounds(step: FunnelStep, layout: Layout) -> Iterator[str]:
    if step.within is not None:
        yield f"<= {layout.ms(step.within.length)}"
    if step.after is not None and layout.question.mode is Mode.STRICT:
        yield f">= {layout.ms(step.after.length)}"


def _depth_sql(way: Sequence[Node]) -> str:
    """The last step reached on a way."""
    return (
        f"multiIf({', '.join(f'at_{node.tag} > 0, {node.step}' for node in reversed(way[1:]))}, 1)"
    )


def _last_open_sql(way: Sequence[Node], nodes: Sequence[Node], layout: Layout) -> str:
    """Test of the latest completion of the last step reached on a way: one after it could still follow."""
    is_open = ", ".join(
        f"at_{node.tag} > 0, {_open_sql(node, nodes, layout)}" for node in reversed(way[1:])
    )
    return f"multiIf({is_open}, {_open_sql(way[0], nodes, layout)})"


def _open_sql(node: Node, nodes: Sequence[Node], layout: Layout) -> str:
    """Test of the latest completion of a step: a step after it could still follow."""
    question, keys, hits = layout.question, layout.keys, f"hits_{node.tag}"
    last = f"arrayLastIndex(hit -> hit > 0, {hits})"
    ways = [_way_sql(node, after, last, layout) for after in nodes if node in after.befores]
    if not ways:
        return "0"
    tests = [keys.is_from(f"{hits}[{last}]", layout.now), f"({' OR '.join(ways)})"]
    if question.mode is Mode.STRICT:
        tests.append(f"{last} = length(keys)")
    return " AND ".join(tests)


def _way_sql(node: Node, after: Node, last: str, layout: Layout) -> str:
    """Test of `after` still being able to follow the completion of `node` at `last`."""
    tests = []
    within = layout.question.steps[after.step - 1].within
    if within is not None:
        since = layout.keys.instant(f"keys[{last}]")
        tests.append(f"{since} + {layout.ms(within.length)} >= {layout.now}")
    mask = _mask(node, after, layout)
    if mask:
        tests.append(f"arrayLastIndex(key -> bitAnd(key, {mask}) > 0, keys) <= {last}")
    return f"({' AND '.join(tests)})" if tests else "1"


def _mask(before: Node, node: Node, layout: Layout) -> int:
    """The bits of a key that bar the way from one step to another."""
    question = layout.question
    return sum(
        1 << (question.size + index)
        for index, bar in enumerate(question.bars)
        if bar.bars(before.step, node.step)
    )


def _masks(nodes: Sequence[Node], layout: Layout) -> list[int]:
    ways = ((before, node) for node in nodes for before in node.befores)
    return sorted({mask for before, node in ways if (mask := _mask(before, node, layout))})


def _places(mask: int) -> str:
    return f"arrayMap((key, place) -> if(bitAnd(key, {mask}) > 0, place, 0), keys, places)"


def _shifted(array: str, first: str) -> str:
    """What the event before had: an event does not follow itself."""
    return f"arrayPopBack(arrayPushFront({array}, {first}))"


def _most(values: str, befores: tuple[Node, ...]) -> str:
    return f"greatest({values})" if len(befores) > 1 else values


def _kept(layout: Layout) -> list[str]:
    return [*(["held"] if layout.question.held else []), *layout.by]


def _carried(layout: Layout, nodes: Sequence[Node], number: int) -> list[str]:
    """Columns of the CTE before that later ones need."""
    columns = [*_kept(layout), "keys", "places", "entry"]
    columns += [f"barred_{mask}" for mask in _masks(nodes, layout)]
    before = [node for node in nodes if node.step < number]
    columns += [f"hits_{node.tag}" for node in before]
    return columns + [f"{name}_{node.tag}" for node in before[1:] for name in ("at", "wait")]
