"""Five segments joined by algebra on their bitmaps, beside their conditions, DuckDB and pandas; the profile of one."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import Loaded, open_loaded
from benchmarks.people import PeopleFiles, Ways, beside_peers, open_files
from benchmarks.people.sets import (
    Since,
    asked_in_duckdb,
    joined_in_pandas,
    keep_in_duckdb,
    kept_in_duckdb,
    members_in_pandas,
)
from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.statement import Statement
from stayflow.language.window import epoch_ms
from stayflow.understand.segment import (
    Operation,
    Segment,
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
        with open_files(loaded, context) as files:
            joined = partial(_join, loaded, operation, by_id)
            yield from measure_peers(loaded, joined, files, context)


def measure_peers(
    loaded: Loaded,
    joined: Callable[[], tuple[int, int]],
    files: PeopleFiles,
    context: BenchContext,
) -> Iterable[Row]:
    """The algebra beside that of members kept by the peers, and beside their asking the conditions."""
    since = read_since(loaded)
    members = members_in_pandas(since, files)
    if files.duckdb is not None:
        keep_in_duckdb(since, files.duckdb)
    yield from beside_peers(
        "algebra of five kept sets",
        joined,
        Ways(
            in_duckdb=kept_in_duckdb,
            in_pandas=lambda _files: joined_in_pandas(members),
            pandas_has="sorted arrays in memory, people merged before",
        ),
        files,
        context,
    )
    yield from beside_peers(
        "algebra of five, conditions asked there",
        joined,
        Ways(
            in_duckdb=partial(asked_in_duckdb, since),
            in_pandas=lambda files: joined_in_pandas(members_in_pandas(since, files)),
        ),
        files,
        context,
    )


def read_since(loaded: Loaded) -> Since:
    """The windows of the conditions; as for the segments, what is later than now does not count."""
    now = loaded.now.astimezone(loaded.scope.zone)
    tomorrow = datetime(now.year, now.month, now.day, tzinfo=loaded.scope.zone) + timedelta(days=1)
    starts = (epoch_ms(tomorrow - timedelta(days=days)) for days in (30, 14))
    return Since(*starts, end=epoch_ms(loaded.now))


def _join(loaded: Loaded, operation: Operation, by_id: Mapping[str, Segment]) -> tuple[int, int]:
    return _count(loaded, algebra_people(operation, by_id, loaded.scope))


def _count(loaded: Loaded, people: Statement) -> tuple[int, int]:
    sql = f"SELECT count(), sum(person_id) FROM ({people.sql})"
    count, checksum = loaded.warehouse.one(sql, people.parameters)
    return int(count), int(checksum)


TARGET = BenchTarget(
    "segments", "algebra of five segments beside their conditions, DuckDB, pandas", measure_segments
)
