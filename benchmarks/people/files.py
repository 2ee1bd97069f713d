"""The events and the people of a loaded project as Parquet files and as tables of DuckDB."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from benchmarks.frame import BenchContext, Row, peak_memory_mib, side_by_side
from benchmarks.kinds.peers import open_duckdb, write_events
from benchmarks.loaded import ZONE, Loaded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Duck
else:
    Duck = object

PEER_ROUNDS = 3
"""A peer may take a hundred times as long."""
PERSON = "dictGetOrDefault('person_overrides', 'to', person_id, person_id)"
KNOWN = f"""
SELECT known.person AS person, toInt32(known.first_on) AS first_day, cities.city AS city
FROM (
  SELECT {PERSON} AS person, min(toDate32(first_seen_at, '{ZONE}')) AS first_on FROM people GROUP BY person) AS known
LEFT JOIN (
  SELECT {PERSON} AS person, argMax(text, (at, person_id)) AS city
  FROM person_attributes WHERE name = 'city' GROUP BY person) AS cities ON cities.person = known.person
ORDER BY person
"""
TABLE = """
CREATE TEMP TABLE known AS
SELECT person::BIGINT AS person, first_day::INTEGER AS first_day, city FROM read_parquet('{file}')
"""


@dataclass(frozen=True, slots=True)
class PeopleFiles:
    """What the peers read.

    Attributes:
        events: A file of the events by person, time and arrival (see `kinds/peers.py`).
        people: A file of `person`, `first_day` (days since 1970 in the project's zone) and `city` ('' for none).
        peak_mib: Memory of this process at its worst before the peers were opened.
        duckdb: A connection with the tables `events` and `known` (as `people`); None where it is not installed.
    """

    events: Path
    people: Path
    peak_mib: int
    duckdb: "Duck | None"

    def read_events(self, columns: Sequence[str], names: Sequence[str] = ()) -> pd.DataFrame:
        """Some columns as a frame: names as categories, days as numbers; only the events called so, when given.

        Reading takes only what is needed: pandas gets neither other columns nor other events.
        """
        table = parquet.read_table(
            self.events,
            columns=[*columns, *({"event"} - set(columns) if names else ())],
            read_dictionary=["event"],
            filters=[("event", "in", list(names))] if names else None,
        )
        if "day" in columns:
            days = table["day"].cast(pa.int32())
            table = table.set_column(table.schema.get_field_index("day"), "day", days)
        return table.select(list(columns)).to_pandas()

    def read_people(self, *columns: str) -> pd.DataFrame:
        """Everybody."""
        return parquet.read_table(
            self.people, columns=list(columns), read_dictionary=["city"]
        ).to_pandas()


@contextmanager
def open_files(loaded: Loaded, context: BenchContext) -> Iterator[PeopleFiles]:
    """Write the files where that was not done yet, and open them."""
    peak_mib = peak_memory_mib()
    events = write_events(loaded, context)
    people = events.with_name(events.name.replace("peers", "people"))
    if not people.exists():
        context.progress(f"writing {people.name}")
        parquet.write_table(loaded.warehouse.arrow(KNOWN), people)
    duck = open_duckdb(events, context)
    if duck is not None:
        duck.execute(TABLE.format(file=people))
    try:
        yield PeopleFiles(events, people, peak_mib, duck)
    finally:
        if duck is not None:
            duck.close()


@dataclass(frozen=True, slots=True)
class Ways:
    """How the peers come to the same.

    Attributes:
        in_duckdb: It may keep to the tables `events` and `known`.
        in_pandas: Reading its files included.
        rounds: So many rounds at most.
        pandas_has: What pandas begins with.
    """

    in_duckdb: Callable[[Duck], object]
    in_pandas: Callable[[PeopleFiles], object]
    rounds: int = PEER_ROUNDS
    pandas_has: str = (
        "a Parquet file by person and time, people merged before; reading its columns is part of it"
    )


def beside_peers(
    name: str, ours: Callable[[], object], ways: Ways, files: PeopleFiles, context: BenchContext
) -> Iterable[Row]:
    """Ours beside DuckDB and beside pandas; the answers are compared."""
    few = replace(context, rounds=min(context.rounds, ways.rounds))
    duck = files.duckdb
    if duck is not None:
        yield side_by_side(
            f"{name}, DuckDB",
            ours,
            lambda: ways.in_duckdb(duck),
            context=few,
            note="its own table by person and time, people merged before;"
            f" {files.peak_mib:,} MiB at the most before the peers",
        )
    yield side_by_side(
        f"{name}, pandas",
        ours,
        lambda: ways.in_pandas(files),
        context=few,
        note=ways.pandas_has,
    )
