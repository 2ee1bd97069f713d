"""PostgreSQL: rows into a table, each once by its `id`.

A table that is not there is made from the first rows; whoever wants other types makes it before,
with `id text primary key`. Fields without a column of their name stay out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from stayflow.act.destination.errors import DestinationInvalid
from stayflow.act.destination.kind.read import PORT_MAX, ROWS_MAX_ASKED, text, whole
from stayflow.act.destination.model import Row, Shipment, Surroundings
from stayflow.act.setting import Setting, SettingKind, setting_names
from stayflow.language.facet import Choice
from stayflow.language.raw import JsonObject, join, read_choice, read_object
from stayflow.language.sentence import Sentence
from stayflow.stores.outside import ContentRefused, OutsideDown, PostgresPlace, PostgresTable

_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?")
_ROWS_MAX = 10_000
_SECURITY = (
    Choice("prefer", Sentence("能加密就加密", "encrypted if the server can")),
    Choice("require", Sentence("必须加密", "encrypted")),
    Choice("verify-full", Sentence("必须加密并核对证书", "encrypted, its certificate checked")),
    Choice("disable", Sentence("不加密", "none")),
)
_KNOWN_TYPES = {"time": "timestamptz", "received_at": "timestamptz", "revenue": "numeric"}


class PostgresKind:
    """The plug `postgres`."""

    name: ClassVar[str] = "postgres"
    label: ClassVar[Sentence] = Sentence("PostgreSQL 表", "PostgreSQL table")
    asks: ClassVar[tuple[Setting, ...]] = (
        Setting("host", Sentence("主机", "Host"), is_required=True),
        Setting("port", Sentence("端口", "Port"), SettingKind.NUMBER),
        Setting("database", Sentence("数据库", "Database"), is_required=True),
        Setting("user", Sentence("用户", "User"), is_required=True),
        Setting("password", Sentence("密码", "Password"), SettingKind.SECRET),
        Setting("table", Sentence("表", "Table"), is_required=True),
        Setting(
            "security",
            Sentence("加密", "Encryption"),
            SettingKind.CHOICE,
            _SECURITY,
            default="prefer",
        ),
        ROWS_MAX_ASKED,
    )
    rows_max: ClassVar[int] = _ROWS_MAX
    linger_seconds: ClassVar[int] = 0

    def parse(self, raw: object, path: str) -> JsonObject:
        """Fields: `host`, `port`, `database`, `user`, `password`, `table`, `security`, `rows_max`.

        Raises:
            DestinationInvalid: A field does not fit.
        """
        fields = read_object(raw, path, known=setting_names(self.asks))
        table = text(fields, "table", path)
        if not _TABLE.fullmatch(table):
            raise DestinationInvalid("expected table or schema.table", path=join(path, "table"))
        return {
            "host": text(fields, "host", path),
            "port": whole(fields, "port", path, default=5432, most=PORT_MAX),
            "database": text(fields, "database", path),
            "user": text(fields, "user", path),
            "password": text(fields, "password", path, default=""),
            "table": table,
            "security": read_choice(
                fields.get("security") or "prefer",
                join(path, "security"),
                [each.value for each in _SECURITY],
            ),
            "rows_max": whole(fields, "rows_max", path, default=1_000, most=_ROWS_MAX),
        }

    def open(self, settings: JsonObject, around: Surroundings) -> "PostgresTarget":
        """A connection to the table's server."""
        place = PostgresPlace(
            host=str(settings["host"]),
            port=int(str(settings["port"])),
            database=str(settings["database"]),
            user=str(settings["user"]),
            password=str(settings["password"]),
            table=str(settings["table"]),
            security=str(settings["security"]),
        )
        return PostgresTarget(PostgresTable(place, allow_private=around.allow_private))


@dataclass(slots=True)
class PostgresTarget:
    """Inserts shipments into one table."""

    table: PostgresTable
    columns: tuple[str, ...] = ()

    def send(self, shipment: Shipment) -> None:
        """Insert the rows that are not there yet, all in one statement; delete who is to be forgotten."""
        for row in shipment.rows:
            if row.erases:
                self._forget(row)
        if shipment.rows[0].erases:
            return
        rows = [{"id": row.row_id, **row.body} for row in shipment.rows]
        if not self.columns:
            self.columns = self._look(shipment.rows)
        self.table.add([name for name in self.columns if any(name in row for row in rows)], rows)

    def close(self) -> None:
        """Close the connection."""
        self.table.close()

    def _forget(self, row: Row) -> None:
        columns = self.table.columns()
        if not columns:
            return  # nothing ever came
        if row.person_field not in columns:
            raise ContentRefused(
                "the table has no column of people's ids (a field that holds person_id):"
                f" delete the rows of person {row.person_id} by hand"
            )
        self.table.remove(row.person_field, row.erases)

    def _look(self, rows: Sequence[Row]) -> tuple[str, ...]:
        columns = self.table.columns()
        if not columns:
            self.table.make(column_types(rows))
            columns = self.table.columns()
        if "id" not in columns:
            raise OutsideDown("the table has no column id; make one: id text primary key")
        return columns


def column_types(rows: Sequence[Row]) -> Mapping[str, str]:
    """PostgreSQL's type of each field, by its name and its first values."""
    types: dict[str, str] = {}
    for row in rows:
        for name, value in row.body.items():
            if name not in types or (types[name] == "text" and not isinstance(value, str | None)):
                types[name] = _KNOWN_TYPES.get(name) or _type_of(value)
    return types


def _type_of(value: object) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "double precision"
        case Mapping() | list() | tuple():
            return "jsonb"
        case _:
            return "text"
