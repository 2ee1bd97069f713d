"""The handle on one project's database."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from clickhouse_connect.driver.client import Client

from stayflow.kernel.ids import new_id
from stayflow.stores.errors import QueryTooLarge, StoreUnavailable
from stayflow.stores.warehouse.bounds import MEMORY, with_less_in_memory
from stayflow.stores.warehouse.reading import admitted
from stayflow.stores.warehouse.wall import check_stays_inside, may_be_repeated, translated

IDLE_CLIENTS_MAX = 8

Parameters = Mapping[str, Any]
_Settings = dict[str, str | int]
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """Rows of a statement, with what it cost."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    rows_read: int
    seconds: float


class ProjectWarehouse:
    """One project's database; safe to share between threads.

    Values are bound by ClickHouse itself: write `{name:Type}`, pass `parameters={"name": …}`.
    """

    def __init__(self, database: str, connect: Callable[[str], Client]) -> None:
        self.database = database
        self.connect = connect
        self._idle: list[Client] = []
        self._lock = threading.Lock()

    def query(self, sql: str, parameters: Parameters | None = None) -> QueryAnswer:
        """Run a SELECT and return its rows as Python values.

        Raises:
            QueryTooLong: Past the time bound.
            QueryTooLarge: Past the memory bound, also with groups on disk from a quarter of it on.
            ReadingStopped: Whoever it is run for has left.
            TooManyQueries: Too many of the project wait already.
            StoreUnavailable: The engine does not answer.
        """

        def ask(client: Client, settings: _Settings) -> QueryAnswer:
            started = perf_counter()
            result = client.query(sql, parameters=dict(parameters or {}), settings=settings)
            rows = [tuple(row) for row in result.result_rows]
            summary = result.summary or {}
            return QueryAnswer(
                columns=tuple(result.column_names),
                rows=rows,
                rows_read=int(summary.get("read_rows", 0)),
                seconds=perf_counter() - started,
            )

        return self._asked(sql, ask)

    def one(self, sql: str, parameters: Parameters | None = None) -> tuple[Any, ...]:
        """The first row; an empty tuple when there is none."""
        rows = self.query(sql, parameters).rows
        return rows[0] if rows else ()

    def value(self, sql: str, parameters: Parameters | None = None) -> Any:  # noqa: ANN401 - whatever the cell holds
        """The first cell of the first row; None when there is no row."""
        row = self.one(sql, parameters)
        return row[0] if row else None

    def arrow(self, sql: str, parameters: Parameters | None = None) -> pa.Table:
        """Run a SELECT and return an Arrow table; text columns are Arrow strings."""

        def ask(client: Client, settings: _Settings) -> pa.Table:
            return client.query_arrow(
                sql,
                parameters=dict(parameters or {}),
                settings=settings,
                use_strings=True,
            )

        return self._asked(sql, ask)

    def execute(self, sql: str, parameters: Parameters | None = None) -> None:
        """Run a statement without an answer."""
        with self._client(sql) as client:
            client.command(sql, parameters=dict(parameters or {}))

    def insert(
        self,
        table: str,
        data: pa.Table,
        *,
        token: str | None = None,
        named_by: Sequence[str] = (),  # noqa: ARG002 - for whoever repeats it
    ) -> None:
        """Insert an Arrow table as one block (per partition).

        Args:
            table: Name of a table of this database.
            data: Columns by name; those left out take their defaults.
            token: Makes the insert idempotent: the same token inserts once, even after a crash.
            named_by: Columns that tell a row from every other, a whole number first; by them
                `repeating()` finds what lacks. Empty where equal rows replace each other.
        """
        if not data.num_rows:
            return
        # Without a token ClickHouse would compare contents, and two equal blocks are two blocks.
        settings = {"insert_deduplication_token": token or new_id()}
        with self._client("") as client:
            client.insert_arrow(table, data, settings=settings)

    def repeating(self) -> "RepeatingWarehouse":
        """A handle on the same database for inserts that a crash may have cut short."""
        return RepeatingWarehouse(self.database, self.connect)

    def tallied(self) -> "TalliedWarehouse":
        """A handle on the same database that says how many rows its queries read together."""
        return TalliedWarehouse(self, self.connect)

    def forget_days(self, table: str, *, before: date) -> None:
        """Drop whole days of a table that is partitioned by day.

        Args:
            table: Name of a table of this database.
            before: First day that stays.
        """
        days = self.query(
            "SELECT DISTINCT partition FROM system.parts WHERE database = {database:String}"
            " AND table = {table:String} AND active AND toDate(partition) < {before:Date}",
            {"database": self.database, "table": table, "before": before},
        ).rows
        for (day,) in days:
            self.execute(f"ALTER TABLE {table} DROP PARTITION '{day}'")

    def close(self) -> None:
        """Close the idle connections."""
        with self._lock:
            clients, self._idle = self._idle, []
        for client in clients:
            client.close()

    def _asked(self, sql: str, ask: Callable[[Client, _Settings], _Answer]) -> _Answer:
        """Ask, and if memory does not reach or the answer breaks off, once more with less in memory (docs/adr/0016)."""
        try:
            with admitted() as settings, self._client(sql) as client:
                return ask(client, settings)
        except (QueryTooLarge, StoreUnavailable) as error:
            if not may_be_repeated(error):
                raise
        with admitted() as settings, self._client(sql) as client:
            memory = int(settings.get(MEMORY) or client.get_client_setting(MEMORY) or 0)
            return ask(client, {**settings, **with_less_in_memory(memory)})

    @contextmanager
    def _client(self, sql: str) -> Iterator[Client]:
        check_stays_inside(sql, self.database)
        with translated():
            client = self._take()
            try:
                yield client
            finally:
                self._give_back(client)

    def _take(self) -> Client:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self.connect(self.database)

    def _give_back(self, client: Client) -> None:
        with self._lock:
            if len(self._idle) < IDLE_CLIENTS_MAX:
                self._idle.append(client)
                return
        client.close()


class TalliedWarehouse(ProjectWarehouse):
    """The same database over the same connections; adds up the rows that its queries read."""

    def __init__(self, warehouse: ProjectWarehouse, connect: Callable[[str], Client]) -> None:
        super().__init__(warehouse.database, connect)
        self._warehouse = warehouse
        self.rows_read = 0

    def query(self, sql: str, parameters: Parameters | None = None) -> QueryAnswer:
        """Run a SELECT as `ProjectWarehouse.query` does, and note what it read."""
        answer = self._warehouse.query(sql, parameters)
        self.rows_read += answer.rows_read
        return answer


class RepeatingWarehouse(ProjectWarehouse):
    """The same database; an insert whose token is known puts in what lacks all the same.

    ClickHouse may write an insert's token down before its part is there for good. A kill between
    the two would make every repeat under that token a repeat of nothing. So the token is tried
    first, as it stops an insert that a server has still under way; then what lacks goes in anew.
    """

    def insert(
        self,
        table: str,
        data: pa.Table,
        *,
        token: str | None = None,
        named_by: Sequence[str] = (),
    ) -> None:
        """Insert as `ProjectWarehouse.insert` does, and afterwards what is not there.

        Args:
            table: Name of a table of this database.
            data: Columns by name.
            token: That of the first try.
            named_by: Columns that tell a row of the table from every other, a whole number first;
                empty where equal rows replace each other: then all are put in again.
        """
        super().insert(table, data, token=token)
        if token is None or not data.num_rows:
            return
        missing = data if not named_by else data.take(self._missing(table, data, named_by))
        super().insert(table, missing)

    def _missing(self, table: str, data: pa.Table, named_by: Sequence[str]) -> pa.Array:
        """Places of the rows of `data` that the table does not hold."""
        names = data.select(list(named_by))
        span = pc.min_max(names[0])
        stored = self.arrow(
            f"SELECT {', '.join(f'`{each}`' for each in named_by)} FROM {table}"
            f" WHERE `{named_by[0]}` BETWEEN {{least:UInt64}} AND {{most:UInt64}}",
            {"least": span["min"].as_py(), "most": span["max"].as_py()},
        )
        known = pa.table(
            {each.name: _as_type(stored[each.name], each.type) for each in names.schema}
        )
        places = names.append_column("place", pa.array(np.arange(len(names))))
        lacking = places.join(known, keys=list(named_by), join_type="left anti")
        return lacking["place"].combine_chunks().sort()


def _as_type(values: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_timestamp(wanted) and pa.types.is_integer(values.type):  # chDB's DateTime
        values = values.cast(pa.int64())
    return values.cast(wanted)
