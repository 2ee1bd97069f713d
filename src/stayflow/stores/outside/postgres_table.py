"""A table in somebody else's PostgreSQL: rows in, each once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import psycopg
from psycopg import sql

from stayflow.stores.outside.address import look_up
from stayflow.stores.outside.errors import ContentRefused, OutsideDown

# SQLSTATE classes that speak of the rows: data exceptions and broken constraints.
_CONTENT = ("22", "23")
# The escaped character zero, which PostgreSQL's text cannot hold; not a backslash before "u0000".
_ZERO = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_CONNECT_SECONDS = 10
_STATEMENT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class PostgresPlace:
    """Where the table is.

    Attributes:
        table: Name, or `schema.name`.
        security: libpq's `sslmode`.
    """

    host: str
    port: int
    database: str
    user: str
    password: str
    table: str
    security: str = "prefer"


class PostgresTable:
    """One connection to one table; its column `id` makes a row that comes again the same row."""

    def __init__(self, place: PostgresPlace, *, allow_private: bool) -> None:
        self._place = place
        self._name = sql.Identifier(*place.table.split("."))
        try:
            self._connection = psycopg.connect(
                host=place.host,
                hostaddr=look_up(
                    place.host, place.port, allow_private=allow_private, path="settings.host"
                ),
                port=place.port,
                dbname=place.database,
                user=place.user,
                password=place.password,
                sslmode=place.security,
                connect_timeout=_CONNECT_SECONDS,
                application_name="stayflow",
                options=f"-c statement_timeout={_STATEMENT_SECONDS * 1000} -c timezone=UTC",
                autocommit=True,
            )
        except psycopg.Error as error:
            raise OutsideDown(f"{place.host}: {_words(error)}") from error

    def make(self, columns: Mapping[str, str]) -> None:
        """Make the table unless it is there; `columns` are PostgreSQL's types by name."""
        rows = [
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind))
            for name, kind in columns.items()
        ]
        self._run(
            sql.SQL("create table if not exists {} (id text primary key, {})").format(
                self._name, sql.SQL(", ").join(rows)
            )
            if rows
            else sql.SQL("create table if not exists {} (id text primary key)").format(self._name)
        )

    def columns(self) -> tuple[str, ...]:
        """Its columns; none when there is no such table."""
        found = self._run(
            sql.SQL(
                "select attname from pg_attribute where attrelid = to_regclass(%s)"
                " and attnum > 0 and not attisdropped order by attnum"
            ),
            (self._name.as_string(self._connection),),
        )
        return tuple(str(name) for (name,) in found)

    def add(self, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
        """Insert rows; one whose `id` is there already stays as it is.

        Values travel as JSON and become what the columns are.

        Raises:
            ContentRefused: A value does not fit its column; no row of these was inserted.
            OutsideDown: The server does not answer, or the table is not as it should be.
        """
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        statement = sql.SQL(
            "insert into {table} ({names}) select {names}"
            " from jsonb_populate_recordset(null::{table}, %s::jsonb) on conflict (id) do nothing"
        ).format(table=self._name, names=names)
        body = _ZERO.sub(r"\1", msgspec.json.encode(list(rows)).decode())
        self._run(statement, (body,))

    def remove(self, column: str, values: Sequence[int]) -> None:
        """Delete the rows of which a column holds one of some whole numbers, whatever its type."""
        self._run(
            sql.SQL("delete from {} where {}::text = any(%s)").format(
                self._name, sql.Identifier(column)
            ),
            ([str(each) for each in values],),
        )

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _run(
        self, statement: sql.SQL | sql.Composed, parameters: Sequence[object] | None = None
    ) -> list[tuple[object, ...]]:
        try:
            cursor = self._connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            if (error.sqlstate or "").startswith(_CONTENT):
                raise ContentRefused(_words(error)) from error
            raise OutsideDown(f"{self._place.host}: {_words(error)}") from error


def _words(error: psycopg.Error) -> str:
    return " ".join(str(error).split())[:300]
