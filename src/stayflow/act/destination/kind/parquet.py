"""Parquet: one file a delivery, in the data folder's `exports`, by day.

A file of the same delivery replaces itself; it appears whole or not at all.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from stayflow.act.destination.errors import DestinationInvalid
from stayflow.act.destination.kind.read import ROWS_MAX_ASKED, text, whole
from stayflow.act.destination.model import Shipment, Surroundings
from stayflow.act.setting import Setting, setting_names
from stayflow.language.raw import JsonObject, join, read_object
from stayflow.language.sentence import Sentence
from stayflow.stores.outside import OutsideDown

_FOLDER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,63}")
_ROWS_MAX = 100_000
_INSTANTS = frozenset({"time", "received_at"})


class ParquetKind:
    """The plug `parquet`."""

    name: ClassVar[str] = "parquet"
    label: ClassVar[Sentence] = Sentence("Parquet 文件", "Parquet files")
    asks: ClassVar[tuple[Setting, ...]] = (
        Setting("folder", Sentence("文件夹", "Folder"), is_required=True),
        ROWS_MAX_ASKED,
    )
    rows_max: ClassVar[int] = _ROWS_MAX
    linger_seconds: ClassVar[int] = 60

    def parse(self, raw: object, path: str) -> JsonObject:
        """Fields: `folder` (a name below the project's exports), `rows_max`.

        Raises:
            DestinationInvalid: A field does not fit.
        """
        fields = read_object(raw, path, known=setting_names(self.asks))
        folder = text(fields, "folder", path)
        if not _FOLDER.fullmatch(folder):
            raise DestinationInvalid(
                "expected letters, digits, _ and -: a folder below exports of the data folder",
                path=join(path, "folder"),
            )
        rows_max = whole(fields, "rows_max", path, default=_ROWS_MAX, most=_ROWS_MAX)
        return {"folder": folder, "rows_max": rows_max}

    def open(self, settings: JsonObject, around: Surroundings) -> "ParquetTarget":
        """A target that writes below the project's exports."""
        return ParquetTarget(around.exports / str(settings["folder"]))


@dataclass(frozen=True, slots=True)
class ParquetTarget:
    """Writes files into one folder."""

    folder: Path

    def send(self, shipment: Shipment) -> None:
        """Write `date=YYYY-MM-DD/<feed>-<delivery>.parquet`."""
        day = self.folder / f"date={shipment.created_at.date().isoformat()}"
        feed = shipment.feed.partition(":")[0]
        path = day / f"{feed}-{shipment.delivery_id}.parquet"
        draft = path.with_suffix(".draft")
        try:
            day.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                pq.write_table(table_of(shipment), file, compression="zstd")
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            raise OutsideDown(f"{path}: {error.strerror or error}") from error

    def close(self) -> None:
        """Nothing is open in between."""


def table_of(shipment: Shipment) -> pa.Table:
    """The rows as columns: numbers, booleans and instants as such, all else as text or JSON."""
    names = list(dict.fromkeys(name for row in shipment.rows for name in row.body))
    columns: dict[str, pa.Array] = {
        "id": pa.array([row.row_id for row in shipment.rows], pa.string())
    }
    for name in names:
        columns[name] = _column(name, [row.body.get(name) for row in shipment.rows])
    return pa.table(columns)


def _column(name: str, values: Sequence[object]) -> pa.Array:
    told = [value for value in values if value is not None]
    if told and name in _INSTANTS:
        instants = [datetime.fromisoformat(str(value)) if value else None for value in values]
        return pa.array(instants, pa.timestamp("ms", tz="UTC"))
    if told and all(isinstance(value, bool) for value in told):
        return pa.array(values, pa.bool_())
    if told and not any(isinstance(value, bool) for value in told):
        if all(isinstance(value, int) and abs(value) < 2**63 for value in told):
            return pa.array(values, pa.int64())
        if all(isinstance(value, int | float) for value in told):
            numbers = [None if value is None else float(str(value)) for value in values]
            return pa.array(numbers, pa.float64())
    return pa.array([_text(value) for value in values], pa.string())


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()
