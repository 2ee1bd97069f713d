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
from benchmarks.kinds.peers import Exported, Moments, Peers
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
MISSING = "not measured: it is not installed (pip install --group bench)"
RANGE, RANGE_DEFAULT = {"last": "60d"}, {"last": "30d"}


@dataclass(frozen=True, slots=True)
class Usual:
    """A question as it is usually written, where what stands in the `Case` is what an expert found to be quicker.

    Attributes:
        plain: ClickHouse statements.
        duckdb: DuckDB's, over the events as exported (`Exported`).
        polars: In Polars, over the files of the export.
        pandas: In pandas, likewise.
    """

    plain: tuple[str, ...] = ()
    duckdb: tuple[str, ...] = ()
    polars: Callable[[Exported, Moments], Rows] | None = None
    pandas: Callable[[Exported, Moments], Rows] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and what else answers it.

    Attributes:
        name: What it is called.
        question: As we are asked.
        ours: The numbers of our result that the peers give too, as rows.
        plain: ClickHouse statements by hand; their rows together are the answer.
        bound: Largest ratio to them that is asked for.
        usual: The same as it is usually written.
        duckdb: The same in DuckDB's words; `$start` instead of `{start:Int64}`.
        duckdb_bound: Likewise.
        polars: The same in Polars, over a lazy frame of what it reads.
        polars_reads: `events` or `stages`, in order (`Peers`).
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
    usual: Usual = Usual()
    duckdb: tuple[str, ...] = ()
    duckdb_bound: float | None = None
    polars: Callable[[Any, Moments], Rows] | None = None
    polars_reads: str = "events"
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
    few = replace(context, rounds=min(context.rounds, PEER_ROUNDS))
    if case.usual.plain:
        usual = side_by_side(
            case.name,
            ours,
            lambda: _answer(case.shape_plain(_rows_of(case.usual.plain, loaded, moments))),
            context=few,
        )
        computed = replace(computed, usual=usual)
    yield computed
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
            context=few,
        ),
        note="beside computing it; nothing written since",
    )
    for way in _ways(case, moments, peers):
        yield _beside(way, computed, ours, few)


def answers_of(case: Case, loaded: Loaded, peers: Peers) -> Iterator[tuple[str, Answer]]:
    """What each way answers, ours first: the plain query and each peer, at its best and as usually written."""
    if case.prepare is not None:
        case.prepare(loaded)
    moments = read_moments(case, loaded)
    yield "ours", _ask(case, loaded)
    for name, statements in (("plain", case.plain), ("usual plain", case.usual.plain)):
        if statements:
            yield name, _answer(case.shape_plain(_rows_of(statements, loaded, moments)))
    for way in _ways(case, moments, peers):
        for name, run in ((way.name, way.run), (f"usual {way.name}", way.usual)):
            if run is not None:
                yield name, run()


def _beside(way: "_Way", computed: Row, ours: Callable[[], Answer], context: BenchContext) -> Row:
    """Beside a peer: at its best, and as it is usually written."""
    name = f"{computed.name}, {way.name}"
    row = Row(name, computed.ours_seconds, bound=way.bound, note=way.note)
    if way.run is not None:
        row = side_by_side(name, ours, way.run, context=context, bound=way.bound, note=way.note)
    if way.usual is not None:
        row = replace(row, usual=side_by_side(name, ours, way.usual, context=context))
    return row


def read_moments(case: Case, loaded: Loaded) -> Moments:
    """The ends of the question's range."""
    start, end = parse_range(case.question.get("range", RANGE_DEFAULT)).bounds(
        loaded.scope.zone, loaded.now
    )
    return Moments(epoch_ms(start), epoch_ms(end), epoch_ms(loaded.now), case.constants)


@dataclass(frozen=True, slots=True)
class _Way:
    """A peer's ways to the answer; without any it is not there, and the note says why."""

    name: str
    bound: float | None
    note: str
    run: Callable[[], Answer] | None = None
    usual: Callable[[], Answer] | None = None


def _ways(case: Case, moments: Moments, peers: Peers) -> Iterator[_Way]:
    if case.duckdb:
        yield _duck_way(case, moments, peers)
    if case.polars:
        yield _polars_way(case, moments, peers)
    if case.usual.pandas and peers.exported:
        yield _Way(
            "pandas",
            case.polars_bound,
            "the export, two Parquet files",
            usual=lambda: _answer(case.usual.pandas(peers.exported, moments)),
        )
    limit = peers.limit
    if case.limit and limit is None:
        yield _Way("physical limit", None, "not measured: no C compiler was found")
    elif case.limit:
        note = f"compiled loop over sorted arrays in memory, {limit.threads} threads"
        yield _Way("physical limit", None, note, lambda: _answer(case.limit(limit, moments)))


def _duck_way(case: Case, moments: Moments, peers: Peers) -> _Way:
    def by(statements: tuple[str, ...], duck: "duckdb.DuckDBPyConnection") -> Callable[[], Answer]:
        return lambda: _answer(case.shape_duckdb(_duck_rows(statements, duck, moments)))

    if peers.duckdb is None:
        return _Way("DuckDB", None, MISSING)
    exported = peers.exported.duckdb if peers.exported and case.usual.duckdb else None
    return _Way(
        "DuckDB",
        case.duckdb_bound,
        "its own table by person and time, people merged before",
        run=by(case.duckdb, peers.duckdb),
        usual=by(case.usual.duckdb, exported) if exported is not None else None,
    )


def _polars_way(case: Case, moments: Moments, peers: Peers) -> _Way:
    if peers.polars is None:
        return _Way("Polars", None, MISSING)
    usual, exported = case.usual.polars, peers.exported
    return _Way(
        "Polars",
        case.polars_bound,
        "a Parquet file by person and time, people merged before",
        run=lambda: _answer(case.polars(peers.polars(case.polars_reads), moments)),
        usual=(lambda: _answer(usual(exported, moments))) if usual and exported else None,
    )


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
    statements: tuple[str, ...], duck: "duckdb.DuckDBPyConnection", moments: Moments
) -> Iterator[Sequence[object]]:
    for sql in statements:
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
