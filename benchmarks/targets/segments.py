"""Five segments joined by algebra on their bitmaps, beside evaluating their conditions; and the profile of one."""

from collections.abc import Iterable

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import Loaded, open_loaded
from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.statement import Statement
from stayflow.understand.segment import (
    algebra_people,
    as_condition,
    create_segment,
    find_segment,
    get_segment,
    parse_algebra,
    profile_segment,
    refresh_segment,
)

CONDITIONS = {
    "buyers": {"did": {"event": "purchase", "within": {"last": "30d"}}},
    "big": {
        "did": {"event": "purchase", "aggregate": {"sum": "amount"}, "op": "gte", "value": 300}
    },
    "lookers": {"did": {"event": "product_view", "count": 5, "within": {"last": "30d"}}},
    "carts": {"did": {"event": "add_to_cart", "within": {"last": "14d"}}},
    "locals": {"attribute": {"name": "city", "op": "in", "value": ["杭州", "上海"]}},
}
TREE = {
    "minus": [
        {"intersect": [{"union": ["buyers", "lookers"]}, "locals"]},
        {"intersect": ["big", "carts"]},
    ]
}


def measure_segments(context: BenchContext) -> Iterable[Row]:
    """Refresh the five, then compare both ways to the same people."""
    with open_loaded(context) as loaded:
        relational, scope = loaded.app.relational, loaded.app.scope(loaded.project)
        scope = scope.at(loaded.now)
        for name, condition in CONDITIONS.items():
            with relational.project(loaded.project) as tx:
                if find_segment(tx, name) is None:
                    create_segment(tx, name, condition, scope=scope, by="bench")
                refresh_segment(tx, name, scope=scope, warehouse=loaded.warehouse)
        with relational.project(loaded.project) as tx:
            segments = {name: get_segment(tx, name) for name in CONDITIONS}
        operation = parse_algebra(TREE, "algebra", find=lambda name, _path: segments[name])
        by_id = {each.segment_id: each for each in segments.values()}

        def by_conditions() -> tuple[int, int]:
            tree = parse_condition(as_condition(operation), facets=scope.facets)
            return _count(loaded, compile_people(tree, scope))

        yield side_by_side(
            "algebra of five segments",
            lambda: _count(loaded, algebra_people(operation, by_id, scope)),
            by_conditions,
            context=context,
            bound=0.1,
            note="their conditions, evaluated in one statement",
        )
        yield side_by_side(
            "profile of a segment, 30 days of behaviour and every attribute",
            lambda: (
                profile_segment(segments["buyers"], scope=scope, warehouse=loaded.warehouse).people
            ),
            lambda: _count(loaded, compile_people(parse_condition(CONDITIONS["buyers"]), scope))[0],
            context=context,
            bound=None,
            note="the segment's condition alone",
        )


def _count(loaded: Loaded, people: Statement) -> tuple[int, int]:
    sql = f"SELECT count(), sum(person_id) FROM ({people.sql})"
    count, checksum = loaded.warehouse.one(sql, people.parameters)
    return int(count), int(checksum)


TARGET = BenchTarget(
    "segments", "algebra of five segments beside their conditions", measure_segments
)
