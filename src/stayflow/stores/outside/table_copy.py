"""Copying a table of somebody else's PostgreSQL into a file: one snapshot, row by row."""

from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from stayflow.stores.outside.errors import OutsideDown, TableUnknown

_CONNECT_SECONDS = 10
# Types whose usual text is not what CSV readers expect.
_INSTANT = """to_char({} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""
_SPELLED = {
    "timestamptz": _INSTANT,
    "bool": "case when {0} then 'true' when not {0} then 'false' end",
    "_text": "to_json({})",
    "_int4": "to_json({})",
    "_int8": "to_json({})",
    "_varchar": "to_json({})",
}


def copy_table(url: str, table: str, file: Path) -> int:
    """Write a table or view as CSV with its column names; return how many bytes.

    Instants are written in UTC, lists as JSON, everything else as PostgreSQL writes it.

    Args:
        url: `postgresql://user@host/database`; the password may come from `PGPASSWORD` or a
            password file, as with any client of PostgreSQL.
        table: Its name, or `schema.name`.
        file: Where to.

    Raises:
        TableUnknown: There is none of this name.
        OutsideDown: The server does not answer, or refuses.
    """
    name = sql.Identifier(*table.split("."))
    try:
        with psycopg.connect(
            url, connect_timeout=_CONNECT_SECONDS, options="-c default_transaction_read_only=on"
        ) as connection:
            columns = connection.execute(
                "select attname, typname from pg_attribute join pg_type on pg_type.oid = atttypid"
                " where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped"
                " order by attnum",
                (name.as_string(connection),),
            ).fetchall()
            if not columns:
                raise TableUnknown(f'the database has no table "{table}"', path="table")
            statement = sql.SQL(
                "copy (select {} from {}) to stdout (format csv, header, encoding 'utf8')"
            ).format(_spelled(columns), name)
            with file.open("wb") as out, connection.cursor().copy(statement) as rows:
                return sum(out.write(block) for block in rows)
    except psycopg.Error as error:
        raise OutsideDown(f"PostgreSQL: {' '.join(str(error).split())}"[:300]) from error


def _spelled(columns: Sequence[tuple[str, ...]]) -> sql.Composed:
    return sql.SQL(", ").join(
        sql.SQL("{} as {}").format(
            sql.SQL(_SPELLED.get(kind, "{}")).format(sql.Identifier(name)), sql.Identifier(name)
        )
        for name, kind in columns
    )
