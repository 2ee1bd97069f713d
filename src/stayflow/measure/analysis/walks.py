"""Walks: what people did one after another, from an event on or up to it, as one path a person.

A path is an array of codes, the anchor's first; a code is the place of a name among all names, and 0 is no name.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from stayflow.language.event import DONE_TO_PEOPLE
from stayflow.language.keys import KEY_BITS, Keys
from stayflow.language.metric import EventSelection, selection_sql
from stayflow.language.scope import Scope, ValueType, property_sql
from stayflow.language.statement import Statement
from stayflow.measure.analysis.scan import Scan, all_of

NAMES_MAX = (1 << 20) - 2
"""Values of a property that are told apart: what twenty bits of a key hold."""
AFTER, BEFORE = 1, -1
"""The sides of an anchor."""


class Way(StrEnum):
    """Where the paths lie, seen from the anchor."""

    AFTER = "after"
    BEFORE = "before"
    AROUND = "around"


@dataclass(frozen=True, slots=True)
class Walk:
    """Which paths are asked for.

    Attributes:
        way: Whether paths begin at the anchor, end at it, or both.
        anchor: The event they begin or end at.
        steps: The events they go through, beside the anchor.
        property_name: What names a step; None for the name of its event.
        depth: Steps of a path at most, the anchor among them.
        window: How far from the anchor a step may lie, the end included.
        merges_repeats: True when the same step again and again is one.
    """

    way: Way
    anchor: EventSelection
    steps: EventSelection
    property_name: str | None
    depth: int
    window: timedelta
    merges_repeats: bool

    @property
    def sides(self) -> tuple[int, ...]:
        """The sides that have paths."""
        return {Way.AFTER: (AFTER,), Way.BEFORE: (BEFORE,), Way.AROUND: (BEFORE, AFTER)}[self.way]

    def reach(self, scan: Scan) -> tuple[datetime, datetime]:
        """From when (included) until when (excluded) an event can matter."""
        start, end = scan.bounds()
        earliest = start - self.window if BEFORE in self.sides else start
        return earliest, end + self.window if AFTER in self.sides else end


def hops_statement(walk: Walk, top: int, scan: Scan) -> Statement:
    """One row a step of paths: from which name to which, both among the `top` of their step or the rest.

    Columns: `side`; `step`, 0 for the anchor; the places of both names, 1 for the one most people have, `top` + 1 for
    the rest, 0 where the path is over; their names; people, of them those who were there before, and those whose
    window is still open; how many names there are.
    """
    rest = top + 1
    ctes = (
        f"{paths_sql(walk, scan)},\n{placed_ctes(walk, scan)},\n"
        "shown AS (\n"
        f"  SELECT *, least(here_place, {rest}) AS here_shown, if(there = 0, 0, least(there_place, {rest})) AS"
        " there_shown\n  FROM placed\n)"
    )
    return scan.binder.statement(
        f"WITH\n{ctes}\n"
        "SELECT side, step, here_shown, there_shown, any(here_name), any(there_name),\n"
        f"  sum(people), sum(again), sum(pending), length({names_sql(walk, scan)})\n"
        "FROM shown\nGROUP BY side, step, here_shown, there_shown\n"
        "ORDER BY side, step, here_shown, there_shown"
    )


def again_sql(side: int, place: str) -> str:
    """Test of a path: of the two steps from `place` on, the later one was there before on this side."""
    if side == AFTER:
        return f"has(arraySlice(path, 1, {place}), path[{place} + 1])"
    return f"has(arraySlice(path, {place} + 1), path[{place}])"


def leading_sql(side: int, step: int, top: int) -> str:
    """A SELECT of the codes that are shown by themselves at a step; `paths` and what is placed stand before it."""
    if step == 0:
        return f"SELECT here FROM placed WHERE side = {side} AND step = 0 AND here_place <= {top}"
    return (
        f"SELECT there FROM placed WHERE side = {side} AND step = {step - 1} AND there > 0"
        f" AND there_place <= {top}"
    )


def paths_sql(walk: Walk, scan: Scan) -> str:
    """CTEs that end in `paths`: one row a person and side: `side`, `path`, and `is_open`."""
    keys = _keys(walk, scan)
    at = "arrayLastIndex" if walk.way is Way.BEFORE else "arrayFirstIndex"
    anchored = f"{keys.instant('keys[at]')}"
    window = walk.window // timedelta(milliseconds=1)
    sides = {
        AFTER: f"arrayFilter(key -> key <= {keys.deadline('keys[at]')}, arraySlice(keys, at))",
        BEFORE: (
            f"arrayReverse(arrayFilter(key -> {keys.instant('key')} >= {anchored} - {window},"
            " arraySlice(keys, 1, at)))"
        ),
    }
    at = f"{at}(key -> bitTest(key, 0), keys) AS at"
    paths = {side: _path_sql(found, walk, keys) for side, found in sides.items()}
    if len(walk.sides) == 1:
        (side,) = walk.sides
        found = f"{side} AS side, {paths[side]} AS path"
    else:
        both = ", ".join(f"({side}, {paths[side]})" for side in walk.sides)
        found = f"arrayJoin([{both}]) AS found, found.1 AS side, found.2 AS path"
    still = f"{anchored} + {window} >= {keys.since_start(scan.scope.now)}"
    return (
        f"{_touches_cte(walk, scan, keys)},\n"
        "paths AS (\n"
        f"  SELECT person, {at}, {found},\n"
        f"    side = {AFTER} AND length(path) < {walk.depth} AND {still} AS is_open\n"
        "  FROM touches\n)"
    )


def _keys(walk: Walk, scan: Scan) -> Keys:
    earliest, latest = walk.reach(scan)
    return Keys(
        start=earliest,
        window=walk.window,
        span=latest - earliest + walk.window,
        arrivals=scan.scope.arrivals,
        steps=2 * (_name_count(walk, scan.scope) + 2) - 1,
        shares_events=False,
    )


def _name_count(walk: Walk, scope: Scope) -> int:
    """So many names there are at most."""
    return NAMES_MAX if walk.property_name else len(_event_names(walk, scope))


def _event_names(walk: Walk, scope: Scope) -> list[str]:
    """The events that can be steps, in the order of their names."""
    if walk.steps.events and walk.anchor.events:
        return sorted({*walk.steps.events, *walk.anchor.events})
    return sorted({*scope.catalogue.event_names(), *walk.anchor.events} - {*DONE_TO_PEOPLE})


def names_sql(walk: Walk, scan: Scan) -> str:
    """An array of all names; the first is no name, for an anchor without the property."""
    if walk.property_name is None:
        return scan.binder.bind(["", *_event_names(walk, scan.scope)], "Array(String)")
    tests = [f"{_value_sql(walk, scan)} != ''", *_row_tests(walk, scan)]
    return (
        f"(SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT {_value_sql(walk, scan)} AS name"
        f" FROM events WHERE {' AND '.join(tests)} ORDER BY name LIMIT {NAMES_MAX}))"
    )


def _value_sql(walk: Walk, scan: Scan) -> str:
    if walk.property_name is None:
        return "event"
    return property_sql(
        scan.scope, scan.binder, walk.property_name, wanted=ValueType.TEXT, path="named_by.property"
    )


def _anchor_sql(walk: Walk, scan: Scan) -> str:
    anchor = selection_sql(walk.anchor, scan.scope, scan.binder)
    return f"{anchor} AND {scan.between(*scan.bounds())}"


def _row_tests(walk: Walk, scan: Scan) -> list[str]:
    """Tests of rows that can be on a path."""
    steps = selection_sql(walk.steps, scan.scope, scan.binder)
    if walk.property_name is not None:
        steps = f"{steps} AND {_value_sql(walk, scan)} != ''"
    return [
        f"({steps} OR {_anchor_sql(walk, scan)})",
        scan.between(*walk.reach(scan)),
        *scan.tests(),
    ]


def _touches_cte(walk: Walk, scan: Scan, keys: Keys) -> str:
    """One row a person with an anchor: what they did in order, each as a key; its lowest bit says anchor."""
    names = names_sql(walk, scan)
    code = f"transform({_value_sql(walk, scan)}, {names}, arrayEnumerate({names}), 1)"
    keys_sql, first = keys.narrowed_sql("arraySort(done)"), "keys"
    if keys.is_narrow:
        keys_sql, first = f"arraySort(arrayFilter(each -> {_near_sql(walk, keys)}, done))", "done"
    chosen = "arrayMax" if walk.way is Way.BEFORE else "arrayMin"
    return (
        f"touches AS (\n  WITH {_anchor_sql(walk, scan)} AS is_anchor,"
        f"\n    toUInt32(2 * {code} + is_anchor) AS served, {keys.key_sql()} AS key\n"
        f"  SELECT {scan.scope.event_person} AS person, groupArray(key) AS done,\n"
        f"    {chosen}(arrayFilter(each -> bitTest(each, 0), {first})) AS anchor,\n"
        f"    {keys_sql} AS keys\n"
        f"  FROM events\n  WHERE {all_of(_row_tests(walk, scan))}\n  GROUP BY person\n"
        "  HAVING anchor > 0\n)"
    )


def _near_sql(walk: Walk, keys: Keys) -> str:
    """Test of keys: those that can be on the path of the anchor; fewer are sorted."""
    window = walk.window // timedelta(milliseconds=1)
    before = f"{keys.instant('each')} >= {keys.instant('anchor')} - {window}"
    after = f"each <= {keys.deadline('anchor')}"
    return {
        Way.AFTER: f"each >= anchor AND {after}",
        Way.BEFORE: f"each <= anchor AND {before}",
        Way.AROUND: f"{before} AND {after}",
    }[walk.way]


def _path_sql(found: str, walk: Walk, keys: Keys) -> str:
    codes = f"arrayMap(key -> toUInt32(bitShiftRight({keys.served('key')}, 1)), {found})"
    if walk.merges_repeats:
        codes = f"arrayCompact({codes})"
    return f"arraySlice({codes}, 1, {walk.depth})"


def placed_ctes(walk: Walk, scan: Scan) -> str:
    """CTEs `hops`, `linked` and `placed`: each pair of names that follow one another, and how leading they are.

    Everybody at a step has one hop from it, if only to 0, and one to it; so both ends add up to its people.
    """
    names = names_sql(walk, scan)
    again = f"if(side = {AFTER}, {again_sql(AFTER, 'i')}, {again_sql(BEFORE, 'i')})"
    order = "PARTITION BY side, step ORDER BY"
    return (
        f"{_counted_cte(walk, scan)},\n"
        "hops AS (\n  SELECT side, is_open, size,\n"
        f"    arrayJoin(arrayMap(i -> (i - 1, path[i], path[i + 1], path[i + 1] > 0 AND {again}),\n"
        f"      range(1, 1 + least(length(path), {walk.depth - 1})))) AS hop\n  FROM counted\n),\n"
        "linked AS (\n"
        "  SELECT side, hop.1 AS step, hop.2 AS here, hop.3 AS there, sum(size) AS people,\n"
        "    sumIf(size, hop.4) AS again, sumIf(size, there = 0 AND is_open) AS pending\n"
        "  FROM hops\n  GROUP BY side, step, here, there\n),\n"
        f"sized AS (\n  SELECT *, {names}[here] AS here_name, {names}[there] AS there_name,\n"
        "    sum(people) OVER (PARTITION BY side, step, here) AS here_people,\n"
        "    sum(people) OVER (PARTITION BY side, step, there) AS there_people\n  FROM linked\n),\n"
        "placed AS (\n  SELECT *,\n"
        f"    dense_rank() OVER ({order} here_people DESC, here) AS here_place,\n"
        f"    dense_rank() OVER ({order} there = 0, there_people DESC, there) AS there_place\n"
        "  FROM sized\n)"
    )


def _counted_cte(walk: Walk, scan: Scan) -> str:
    """CTE `counted`: each path once, and how many have it; they are told apart by one number where they fit into it."""
    bits = (_name_count(walk, scan.scope) + 1).bit_length()
    if bits * walk.depth > KEY_BITS:
        return (
            "counted AS (\n  SELECT side, is_open, path, count() AS size\n"
            "  FROM paths\n  GROUP BY side, is_open, path\n)"
        )
    packed = f"arraySum((code, nth) -> bitShiftLeft(toUInt64(code), {bits} * (nth - 1)), path, arrayEnumerate(path))"
    code = f"toUInt32(bitAnd(bitShiftRight(packed, {bits} * nth), {(1 << bits) - 1}))"
    return (
        f"packed AS (\n  SELECT side, is_open, {packed} AS packed, count() AS size\n"
        "  FROM paths\n  GROUP BY side, is_open, packed\n),\n"
        "counted AS (\n  SELECT side, is_open, size,\n"
        f"    arrayFilter(code -> code > 0, arrayMap(nth -> {code}, range({walk.depth}))) AS path\n  FROM packed\n)"
    )
