"""The events of a loaded project in DuckDB, in Polars and as arrays, twice.

*In order*: by person, time and arrival, people merged before. That is the order and the state that suit the peers best:
none of them has to sort, to follow merges, or to know zones. *As exported*: in the order of arrival, persons as they
were when it happened, the merges beside them. That is what ours has, too, and what an analyst begins with.
"""

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import parquet

from benchmarks.frame import BenchContext
from benchmarks.kinds.limit import Limit, load_limit
from benchmarks.kinds.stages import MODEL, record_stages
from benchmarks.kinds.words import PERSON, ZONE
from benchmarks.loaded import Loaded

if TYPE_CHECKING:
    import duckdb
    import polars as pl

SLICE_EVENTS = 4_000_000
"""So many events are in memory at once while they are written."""
IN_ORDER = f"""
SELECT toString(event) AS event, {PERSON} AS person,
  toUnixTimestamp64Milli(time) AS ms, arrival, toDate32(time, '{ZONE}') AS day, toString(source) AS source,
  property_category AS category, property_product AS product, property_amount AS amount, property_order_id AS order_id
FROM events
WHERE person >= {{from:UInt64}} AND person < {{to:UInt64}}
ORDER BY person, ms, arrival
"""
TABLE = """
CREATE TYPE event_name AS ENUM ('{names}');
CREATE TABLE events AS
SELECT * REPLACE (event::event_name AS event, person::BIGINT AS person, arrival::BIGINT AS arrival)
FROM read_parquet('{file}')
"""
STAGES_IN_ORDER = f"""
SELECT {PERSON} AS person, toString(stage) AS stage, toUnixTimestamp64Milli(at) AS ms
FROM stage_changes
WHERE model = '{MODEL}' AND person >= {{from:UInt64}} AND person < {{to:UInt64}}
ORDER BY person, ms
"""
STAGES_TABLE = """
CREATE TEMP TABLE stages AS SELECT person::BIGINT AS person, stage, ms FROM read_parquet('{file}')
"""
AS_EXPORTED = """
SELECT toString(event) AS event, toInt64(person_id) AS person_id, toUnixTimestamp64Milli(time) AS ms,
  toInt64(arrival) AS arrival, toString(source) AS source
FROM events
WHERE arrival >= {from:UInt64} AND arrival < {to:UInt64}
ORDER BY arrival
"""
MERGES = """
SELECT toInt64(`from`) AS merged, toInt64(argMax(`to`, at)) AS survivor FROM person_merges GROUP BY `from`
"""
TABLES_AS_EXPORTED = """
CREATE TABLE events AS SELECT * FROM read_parquet('{events}');
CREATE TABLE merges AS SELECT * FROM read_parquet('{merges}')
"""
EXPORTED_EVENTS_MAX = 20_000_000
"""Of more, what is usually written takes more memory than this is measured with."""


@dataclass(frozen=True, slots=True)
class Moments:
    """What a question's range comes to, Unix milliseconds; `end` is excluded."""

    start: int
    end: int
    now: int
    constants: Mapping[str, int] = field(default_factory=dict)

    def named_in(self, sql: str, written: str) -> dict[str, int]:
        """Those that a statement names; `written` is how, `$%s` say."""
        known = {"start": self.start, "end": self.end, "now": self.now, **self.constants}
        return {name: value for name, value in known.items() if written % name in sql}


@dataclass(frozen=True, slots=True)
class Exported:
    """The events as exported.

    Attributes:
        events: A Parquet file of `event`, `person_id`, `ms`, `arrival` and `source`.
        merges: A Parquet file of `merged` persons, and the `survivor` of each.
        duckdb: A connection to a database with both as tables; None where it is not installed.
    """

    events: Path
    merges: Path
    duckdb: "duckdb.DuckDBPyConnection | None"


@dataclass(frozen=True, slots=True)
class Peers:
    """The other engines; None where one is not installed.

    Attributes:
        duckdb: A connection to a database file with the tables `events` and `stages`, in order.
        polars: Gives a new lazy frame over a Parquet file in order: that of the `events` or of the `stages`.
        limit: The compiled loops over arrays.
        exported: The events as exported; None of more than `EXPORTED_EVENTS_MAX`.
    """

    duckdb: "duckdb.DuckDBPyConnection | None"
    polars: "Callable[[str], pl.LazyFrame] | None"
    limit: Limit | None
    exported: Exported | None = None


@contextmanager
def open_peers(loaded: Loaded, context: BenchContext) -> Iterator[Peers]:
    """Write the events for the peers where that was not done yet, and open these."""
    file = write_events(loaded, context)
    stages = write_stages(loaded, context)
    duck = open_duckdb(file, context)
    if duck is not None:
        duck.execute(STAGES_TABLE.format(file=stages))
    scan = _open_polars({"events": file, "stages": stages})
    exported = _open_exported(loaded, context) if context.events <= EXPORTED_EVENTS_MAX else None
    try:
        yield Peers(duck, scan, load_limit(file, context), exported)
    finally:
        for connection in (duck, exported.duckdb if exported else None):
            if connection is not None:
                connection.close()


def write_events(loaded: Loaded, context: BenchContext) -> Path:
    """The events in order as a Parquet file, written where that was not done yet."""
    file = context.folder / f"peers-{context.events}-{context.seed}.parquet"
    _write(loaded, file, IN_ORDER, "person_id", context)
    return file


def write_stages(loaded: Loaded, context: BenchContext) -> Path:
    """The changes of stage as a Parquet file of `person`, `stage` and `ms`, in order, written where there is none."""
    record_stages(loaded)
    file = context.folder / f"stages-{context.events}-{context.seed}.parquet"
    _write(loaded, file, STAGES_IN_ORDER, "person_id", context)
    return file


def open_duckdb(file: Path, context: BenchContext) -> "duckdb.DuckDBPyConnection | None":
    """A connection that reads a database of the events of a file, made where there is none; None without DuckDB."""

    def tables() -> str:
        names = parquet.read_table(file, columns=["event"])["event"].unique().to_pylist()
        return TABLE.format(names="', '".join(names), file=file)

    return _open_duckdb(file.with_suffix(".duckdb"), tables, context)


def _open_exported(loaded: Loaded, context: BenchContext) -> Exported:
    events = context.folder / f"exported-{context.events}-{context.seed}.parquet"
    merges = events.with_name(events.name.replace("exported", "merges"))
    _write(loaded, events, AS_EXPORTED, "arrival", context)
    if not merges.exists():
        parquet.write_table(loaded.warehouse.arrow(MERGES), merges)
    tables = TABLES_AS_EXPORTED.format(events=events, merges=merges)
    return Exported(
        events, merges, _open_duckdb(events.with_suffix(".duckdb"), lambda: tables, context)
    )


def _write(loaded: Loaded, file: Path, sql: str, number: str, context: BenchContext) -> None:
    """Write what a statement gives, slice by slice of a numbered column, where the file is not there yet."""
    if file.exists():
        return
    context.progress(f"writing {file.name}")
    unfinished = file.with_suffix(".unfinished")
    events, numbers = loaded.warehouse.one(f"SELECT count(), max({number}) + 1 FROM events")
    step = max(1, int(numbers * SLICE_EVENTS / events))
    writer: parquet.ParquetWriter | None = None
    for first in range(0, int(numbers), step):
        part: pa.Table = loaded.warehouse.arrow(sql, {"from": first, "to": first + step})
        writer = writer or parquet.ParquetWriter(unfinished, part.schema, compression="zstd")
        writer.write_table(part, row_group_size=500_000)
    if writer is not None:
        writer.close()
    unfinished.rename(file)


def _open_duckdb(
    database: Path, tables: Callable[[], str], context: BenchContext
) -> "duckdb.DuckDBPyConnection | None":
    """A connection that reads a database, made by the statements of `tables` where there is none."""
    if not is_installed("duckdb"):
        return None
    import duckdb  # noqa: PLC0415  only where it is installed

    if not database.exists():
        context.progress(f"writing {database.name}")
        unfinished = database.with_suffix(".unfinished-duckdb")
        unfinished.unlink(missing_ok=True)
        with duckdb.connect(str(unfinished)) as connection:
            connection.execute(tables())
        unfinished.rename(database)
    return duckdb.connect(str(database), read_only=True)


def _open_polars(files: Mapping[str, Path]) -> "Callable[[str], pl.LazyFrame] | None":
    if not is_installed("polars"):
        return None
    import polars as pl  # noqa: PLC0415  only where it is installed

    return lambda name: pl.scan_parquet(files[name])


def is_installed(package: str) -> bool:
    """Whether a peer can be measured."""
    return importlib.util.find_spec(package) is not None
