"""The events of a loaded project in DuckDB, in Polars and as arrays: by person, time and arrival, people merged before.

That is the order and the state that suit the peers best: none of them has to sort, to follow merges, or to know zones.
"""

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import parquet

from benchmarks.frame import BenchContext
from benchmarks.kinds.limit import Limit, load_limit
from benchmarks.loaded import ZONE, Loaded

if TYPE_CHECKING:
    import duckdb
    import polars as pl

SLICE_EVENTS = 4_000_000
"""So many events are in memory at once while they are written."""
EXPORT = f"""
SELECT toString(event) AS event, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
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
class Peers:
    """The other engines; None where one is not installed.

    Attributes:
        duckdb: A connection to a database file with the table `events`.
        polars: Gives a new lazy frame over the Parquet file.
        limit: The compiled loops over arrays.
    """

    duckdb: "duckdb.DuckDBPyConnection | None"
    polars: "Callable[[], pl.LazyFrame] | None"
    limit: Limit | None


@contextmanager
def open_peers(loaded: Loaded, context: BenchContext) -> Iterator[Peers]:
    """Write the events for the peers where that was not done yet, and open these."""
    file = write_events(loaded, context)
    duck = open_duckdb(file, context)
    scan = None
    if is_installed("polars"):
        import polars as pl  # noqa: PLC0415  only where it is installed

        scan = partial(pl.scan_parquet, file)
    try:
        yield Peers(duck, scan, load_limit(file, context))
    finally:
        if duck is not None:
            duck.close()


def write_events(loaded: Loaded, context: BenchContext) -> Path:
    """The events as a Parquet file, written where that was not done yet."""
    file = context.folder / f"peers-{context.events}-{context.seed}.parquet"
    if not file.exists():
        context.progress(f"writing {file.name}")
        _write(loaded, file)
    return file


def open_duckdb(file: Path, context: BenchContext) -> "duckdb.DuckDBPyConnection | None":
    """A connection that reads a database of the events of a file, made where there is none; None without DuckDB."""
    return (
        _open_duckdb(file.with_suffix(".duckdb"), file, context) if is_installed("duckdb") else None
    )


def _write(loaded: Loaded, file: Path) -> None:
    unfinished = file.with_suffix(".unfinished")
    events, people = loaded.warehouse.one("SELECT count(), max(person_id) + 1 FROM events")
    step = max(1, int(people * SLICE_EVENTS / events))
    writer: parquet.ParquetWriter | None = None
    for first in range(0, int(people), step):
        part: pa.Table = loaded.warehouse.arrow(EXPORT, {"from": first, "to": first + step})
        writer = writer or parquet.ParquetWriter(unfinished, part.schema, compression="zstd")
        writer.write_table(part, row_group_size=500_000)
    if writer is not None:
        writer.close()
    unfinished.rename(file)


def _open_duckdb(database: Path, file: Path, context: BenchContext) -> "duckdb.DuckDBPyConnection":
    import duckdb  # noqa: PLC0415  only where it is installed

    if not database.exists():
        context.progress(f"writing {database.name}")
        unfinished = database.with_suffix(".unfinished-duckdb")
        unfinished.unlink(missing_ok=True)
        names = parquet.read_table(file, columns=["event"])["event"].unique().to_pylist()
        with duckdb.connect(str(unfinished)) as connection:
            connection.execute(TABLE.format(names="', '".join(names), file=file))
        unfinished.rename(database)
    return duckdb.connect(str(database), read_only=True)


def is_installed(package: str) -> bool:
    """Whether a peer can be measured."""
    return importlib.util.find_spec(package) is not None
