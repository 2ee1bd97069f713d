"""One transaction: the only way to speak to PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import psycopg
import pyarrow as pa
from psycopg import sql
from psycopg.rows import class_row
from pyarrow import csv

Row = TypeVar("Row")
_MANY = 10_000
Parameters = Mapping[str, Any] | Sequence[Any] | None


class Transaction:
    """Statements of one transaction; named parameters are written `%(name)s`."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self.connection = connection

    def execute(self, statement: str, parameters: Parameters = None) -> int:
        """Run a statement; return how many rows it touched."""
        return self.connection.execute(statement.encode(), parameters).rowcount

    def rows(self, statement: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
        """All rows as tuples."""
        return self.connection.execute(statement.encode(), parameters).fetchall()

    def value(self, statement: str, parameters: Parameters = None) -> Any:  # noqa: ANN401 - whatever the cell holds
        """The first cell of the first row; None when there is no row."""
        row = self.connection.execute(statement.encode(), parameters).fetchone()
        return row[0] if row else None

    def all(
        self,
        kind: type[Row],
        statement: str,
        parameters: Parameters = None,
        *,
        is_binary: bool = False,
    ) -> list[Row]:
        """All rows as `kind`: a dataclass whose fields are named like the columns.

        Args:
            kind: What a row becomes.
            statement: A query.
            parameters: As elsewhere.
            is_binary: Let values come as they are and not as text: for many bytes.
        """
        with self.connection.cursor(row_factory=class_row(kind)) as cursor:
            if is_binary:  # row by row, so that all of them are not there twice
                return list(cursor.stream(statement.encode(), parameters, binary=True))
            return cursor.execute(statement.encode(), parameters).fetchall()

    def one(self, kind: type[Row], statement: str, parameters: Parameters = None) -> Row | None:
        """The first row as `kind`; None when there is none."""
        with self.connection.cursor(row_factory=class_row(kind)) as cursor:
            return cursor.execute(statement.encode(), parameters).fetchone()

    def table(
        self, statement: str, types: Mapping[str, pa.DataType], parameters: Parameters = None
    ) -> pa.Table:
        """All rows by column: for millions of them, where a Python object per cell is too much.

        Args:
            statement: A query.
            types: Its columns, all of them, by name.
            parameters: As elsewhere.
        """
        written = pa.BufferOutputStream()
        query = f"copy ({statement}) to stdout (format csv, header true)"
        with self.connection.cursor() as cursor, cursor.copy(query.encode(), parameters) as copy:
            for part in copy:
                written.write(part)
        return csv.read_csv(
            pa.BufferReader(written.getvalue()),
            convert_options=csv.ConvertOptions(
                column_types=dict(types),
                true_values=["t"],
                false_values=["f"],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Load many rows by COPY; return how many.

        PostgreSQL refuses COPY under row-level security: such rows go through a temporary
        table and one INSERT … SELECT, under the policy like any other.
        """
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        target: sql.Composable = sql.Identifier(table)
        if not self.value("select relrowsecurity from pg_class where oid = %s::regclass", (table,)):
            return self._copy(target, names, rows)
        staged = sql.Identifier("pg_temp", f"staged_{table}")
        self.connection.execute(
            sql.SQL("create temp table {} on commit drop as select {} from {} where false").format(
                sql.Identifier(f"staged_{table}"), names, target
            )
        )
        count = self._copy(staged, names, rows)
        self.connection.execute(
            sql.SQL("insert into {} ({}) select {} from {}").format(target, names, names, staged)
        )
        self.connection.execute(sql.SQL("drop table {}").format(staged))
        return count

    def _copy(
        self, target: sql.Composable, names: sql.Composable, rows: Iterable[Sequence[Any]]
    ) -> int:
        count = 0
        with (
            self.connection.cursor() as cursor,
            cursor.copy(sql.SQL("copy {} ({}) from stdin").format(target, names)) as copy,
        ):
            for row in rows:
                copy.write_row(row)
                count += 1
        return count

    def load(self, table: str, data: pa.Table, *, on_conflict: str = "") -> int:
        """Insert an Arrow table set-based, also where row security forbids COPY.

        The rows go by COPY into a temporary twin of the table, and from there with one INSERT.

        Args:
            table: Where to.
            data: Columns by name; those left out take their defaults.
            on_conflict: The clause, such as `on conflict do nothing`.
        """
        if not data.num_rows:
            return 0
        twin = sql.Identifier(f"load_{table}")
        target = sql.Identifier(table)
        names = sql.SQL(", ").join(map(sql.Identifier, data.column_names))
        with self.connection.cursor() as cursor:
            cursor.execute(
                sql.SQL(
                    "create temporary table if not exists {} (like {} including defaults)"
                    " on commit delete rows"
                ).format(twin, target)
            )
            # What is deleted stays in its place until the end, and is passed over each time.
            empty = "truncate {}" if data.num_rows > _MANY else "delete from {}"
            cursor.execute(sql.SQL(empty).format(twin))
            statement = sql.SQL("copy {} ({}) from stdin (format csv)").format(twin, names)
            with cursor.copy(statement) as copy:
                copy.write(_as_csv(data))
            cursor.execute(
                sql.SQL("insert into {} ({}) select {} from {} {}").format(
                    target, names, names, twin, sql.SQL(on_conflict)
                )
            )
            return cursor.rowcount


def _as_csv(data: pa.Table) -> bytes:
    """The table as CSV: texts in quotes, nulls as nothing."""
    written = pa.BufferOutputStream()
    # One chunk: pyarrow 26 writes zero bytes in place of an empty chunk before others.
    csv.write_csv(data.combine_chunks(), written, csv.WriteOptions(include_header=False))
    return bytes(written.getvalue())
