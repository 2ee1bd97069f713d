"""One kind of question and the same in the words of each peer, measured cold, computed and kept."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.frame import BenchContext, Row, alternate, side_by_side
from benchmarks.kinds.limit import Limit
from benchmarks.kinds.peers import Moments, Peers
from benchmarks.loaded import Loaded
from stayflow.kernel.clock import SystemClock
from stayflow.language.raw import JsonObject
from stayflow.language.window import epoch_ms, parse_range
from stayflow.measure.analysis import answer_query
from stayflow.stores.warehouse import KeptAnswers, keep_answers

if TYPE_CHECKING:
    import duckdb

Rows = Iterable[Sequence[object]]
Answer = frozenset[tuple[object, ...]]
PEER_ROUNDS = 3
"""A peer may take a hundred times as long."""
COLD_ROUNDS = 3
PLACES = 2
"""Amounts have cents; beyond them the order of adding shows."""
CACHES = (
    "MARK CACHE",
    "UNCOMPRESSED CACHE",
    "COMPILED EXPRESSION CACHE",
    "QUERY CONDITION CACHE",
)
MISSING = "it is not installed (pip install --group bench)"
RANGE, RANGE_DEFAULT = {"last": "60d"}, {"last": "30d"}


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and what else answers it.

    Attributes:
        name: What it is called.
        question: As we are asked.
        ours: The numbers of our result that the peers give too, as rows.
        plain: ClickHouse statements as an analyst would write them; their rows together are the answer.
        bound: Largest ratio to them that is asked for.
        usual: The same as it is usually written, where `plain` is what an expert found to be quicker.
        duckdb: The same in DuckDB's words; `$start` instead of `{start:Int64}`.
        duckdb_bound: Likewise.
        polars: The same in Polars.
        polars_bound: Likewise.
        limit: The same as a compiled loop.
        constants: Numbers that the statements name, beside the moments.
        shape_plain: Makes rows of our form of those of `plain`.
        shape_duckdb: Likewise.
        prepare: What has to be there before.
        more: What ours answers and the statements do not.
    """

    name: str
    question: JsonObject
    ours: Callable[[Any], Rows]
    plain: tuple[str, ...]
    bound: float | None = None
    usual: tuple[str, ...] = ()
    duckdb: tuple[str, ...] = ()
    duckdb_bound: float | None = None
    polars: Callable[[Any, Moments], Rows] | None = None
    polars_bound: float | None = None
    limit: Callable[[Limit, Moments], Rows] | None = None
    constants: Mapping[str, int] = field(default_factory=dict)
    shape_plain: Callable[[Rows], Rows] = iter
    shape_duckdb: Callable[[Rows], Rows] = iter
    prepare: Callable[[Loaded], None] | None = None
    more: str = ""


def measure_case(case: Case, loaded: Loaded, peers: Peers, context: BenchContext) -> Iterator[Row]:
    """Beside the plain query: computed, cold, kept; then beside each peer."""
    context.progress(case.name)
    if case.prepare is not None:
        case.prepare(loaded)
    moments = read_moments(case, loaded)

    def ours() -> Answer:
        return _ask(case, loaded)

    def plain() -> Answer:
        return _answer(case.shape_plain(_rows_of(case.plain, loaded, moments)))

    more = f"; ours also: {case.more}" if case.more else ""
    computed = side_by_side(
        case.name, ours, plain, context=context, bound=case.bound, note=f"plain query{more}"
    )
    yield computed
    if case.usual:
        yield side_by_side(
            f"{case.name}, usual",
            ours,
            lambda: _answer(case.shape_plain(_rows_of(case.usual, loaded, moments))),
            context=replace(context, rounds=PEER_ROUNDS),
            bound=case.bound,
            note="plain query as it is usually written",
        )
    cold = alternate(
        f"{case.name}, cold",
        ours,
        plain,
        rounds=COLD_ROUNDS,
        before=lambda: _forget(loaded),
    )
    yield replace(cold, note="new connection, caches dropped, the system's memory of the files too")
    answers = KeptAnswers(SystemClock())
    yield replace(
        side_by_side(
            f"{case.name}, kept",
            lambda: _ask(case, loaded, answers),
            ours,
            context=replace(context, rounds=PEER_ROUNDS),
        ),
        note="beside computing it; nothing written since",
    )
    few = replace(context, rounds=PEER_ROUNDS)
    for way in _ways(case, moments, peers):
        name = f"{case.name}, {way.name}"
        if way.run is None:
            yield Row(name, computed.ours_seconds, note=f"{way.name} was not measured: {way.note}")
        else:
            yield side_by_side(name, ours, way.run, context=few, bound=way.bound, note=way.note)


def read_moments(case: Case, loaded: Loaded) -> Moments:
    """The ends of the question's range."""
    start, end = parse_range(case.question.get("range", RANGE_DEFAULT)).bounds(
        loaded.scope.zone, loaded.now
    )
    return Moments(epoch_ms(start), epoch_ms(end), epoch_ms(loaded.now), case.constants)


@dataclass(frozen=True, slots=True)
class _Way:
    """A peer's way to the answer; without `run` it is not there, and the note says why."""

    name: str
    run: Callable[[], Answer] | None
    bound: float | None
    note: str


def _ways(case: Case, moments: Moments, peers: Peers) -> Iterator[_Way]:
    duck, scan, limit = peers.duckdb, peers.polars, peers.limit
    if case.duckdb and duck is None:
        yield _Way("DuckDB", None, None, MISSING)
    elif case.duckdb:
        yield _Way(
            "DuckDB",
            lambda: _answer(case.shape_duckdb(_duck_rows(case, duck, moments))),
            case.duckdb_bound,
            "its own table by person and time, people merged before",
        )
    if case.polars and scan is None:
        yield _Way("Polars", None, None, MISSING)
    elif case.polars:
        yield _Way(
            "Polars",
            lambda: _answer(case.polars(scan(), moments)),
            case.polars_bound,
            "a Parquet file by person and time, people merged before",
        )
    if case.limit and limit is None:
        yield _Way("physical limit", None, None, "no C compiler was found")
    elif case.limit:
        note = f"compiled loop over sorted arrays in memory, {limit.threads} threads"
        yield _Way("physical limit", lambda: _answer(case.limit(limit, moments)), None, note)


def _ask(case: Case, loaded: Loaded, answers: KeptAnswers | None = None) -> Answer:
    """Our answer; reading the catalogue, parsing and compiling are part of it."""
    warehouse = loaded.warehouse if answers is None else keep_answers(loaded.warehouse, answers)
    found = answer_query(case.question, scope=loaded.scope, warehouse=warehouse)
    return _answer(case.ours(found.result))


def _rows_of(
    statements: tuple[str, ...], loaded: Loaded, moments: Moments
) -> Iterator[Sequence[object]]:
    for sql in statements:
        yield from loaded.warehouse.query(sql, moments.named_in(sql, "{%s:")).rows


def _duck_rows(
    case: Case, duck: "duckdb.DuckDBPyConnection", moments: Moments
) -> Iterator[Sequence[object]]:
    for sql in case.duckdb:
        yield from duck.execute(sql, moments.named_in(sql, "$%s")).fetchall()


def _answer(rows: Rows) -> Answer:
    return frozenset(tuple(_cell(value) for value in row) for row in rows)


def _cell(value: Any) -> object:  # noqa: ANN401  whatever a cell holds
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, timedelta):
        return value.days
    return round(float(value), PLACES)


def _forget(loaded: Loaded) -> None:
    """Let ClickHouse and the system forget what they know of the files; other files keep their pages."""
    loaded.warehouse.close()
    for cache in CACHES:
        loaded.warehouse.execute(f"SYSTEM DROP {cache}")
    for folder, _, files in os.walk(loaded.app.settings.data / "clickhouse"):
        for name in files:
            with suppress(FileNotFoundError), Path(folder, name).open("rb") as file:  # merged away
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
