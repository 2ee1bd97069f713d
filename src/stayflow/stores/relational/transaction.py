"""One transaction: the only way to speak to PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import psycopg
from psycopg import sql
from psycopg.rows import class_row

Row = TypeVar("Row")
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

    def all(self, kind: type[Row], statement: str, parameters: Parameters = None) -> list[Row]:
        """All rows as `kind`: a dataclass whose fields are named like the columns."""
        with self.connection.cursor(row_factory=class_row(kind)) as cursor:
            return cursor.execute(statement.encode(), parameters).fetchall()

    def one(self, kind: type[Row], statement: str, parameters: Parameters = None) -> Row | None:
        """The first row as `kind`; None when there is none."""
        with self.connection.cursor(row_factory=class_row(kind)) as cursor:
            return cursor.execute(statement.encode(), parameters).fetchone()

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
