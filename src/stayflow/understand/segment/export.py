"""A segment as a file: who asked for it, what for, and what was held back.

Two guards. A segment of fewer than `people_min` people is not exported at all. And where nobody is named (no
identities), rows whose exported attributes fewer than `people_min` people share are held back and counted
(k-anonymity, Sweeney 2002). Whoever may not see personal data gets it masked, here as on the pages.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from stayflow.access.masking import is_personal_identity, mask
from stayflow.kernel.errors import Conflict, NotFound
from stayflow.kernel.ids import new_id
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.attribute import read_hidden
from stayflow.understand.profile import PersonRow, describe_people
from stayflow.understand.segment.errors import SegmentInvalid
from stayflow.understand.segment.model import Segment
from stayflow.understand.segment.queries import members_of

FORMATS: Final = ("csv", "parquet")
PURPOSE_MIN: Final = 3
COLUMNS_MAX: Final = 100
PAGE: Final = 2_000
"""People described at a time."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class ExportTooSmall(Conflict):
    """So few people that a list of them would tell of persons, not of a group."""

    code = "export_too_small"


class ExportNotFound(NotFound):
    """No export of this id."""

    code = "export_not_found"


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is asked for.

    Attributes:
        format: `csv` or `parquet`.
        purpose: What the list is for; stays in the audit log.
        columns: Names of attributes.
        identities: Kinds of identity to write; none: nobody is named, not even by number.
        is_masked: Personal data is masked.
    """

    format: str
    purpose: str
    columns: tuple[str, ...]
    identities: tuple[str, ...]
    is_masked: bool


@dataclass(frozen=True, slots=True)
class Export:
    """An export that was asked for.

    Attributes:
        segment: The segment's name then.
        people: Rows written; None until then.
        withheld: People held back.
    """

    export_id: str
    segment_id: str
    segment: str
    format: str
    purpose: str
    columns: tuple[str, ...]
    identities: tuple[str, ...]
    is_masked: bool
    people: int | None
    withheld: int | None
    requested_by: str
    requested_at: datetime
    written_at: datetime | None

    def __post_init__(self) -> None:
        """PostgreSQL hands lists over."""
        object.__setattr__(self, "columns", tuple(self.columns))
        object.__setattr__(self, "identities", tuple(self.identities))

    @property
    def file_name(self) -> str:
        """As it lies among the project's exports."""
        return f"{self.export_id}.{self.format}"


def ask_for_export(
    tx: Transaction, segment: Segment, wish: ExportWish, *, people_min: int, by: str, at: datetime
) -> Export:
    """Note an export that is to be written.

    Raises:
        SegmentInvalid: No purpose, an unknown format, or too many columns.
        ExportTooSmall: The segment has fewer people than `people_min`.
    """
    if wish.format not in FORMATS:
        raise SegmentInvalid(f"a format is {' or '.join(FORMATS)}", path="format")
    if len(wish.purpose.strip()) < PURPOSE_MIN:
        raise SegmentInvalid("say what the list is for", path="purpose")
    if len(wish.columns) > COLUMNS_MAX:
        raise SegmentInvalid(f"at most {COLUMNS_MAX} columns", path="columns")
    if (segment.people_count or 0) < people_min:
        raise ExportTooSmall(
            f'"{segment.name}" has {segment.people_count or 0} people; an export has at least {people_min}'
        )
    export_id = new_id()
    tx.execute(
        """
        insert into segment_exports (export_id, segment_id, segment, format, purpose, columns, identities, is_masked,
            requested_by, requested_at)
        values (%(id)s, %(segment_id)s, %(segment)s, %(format)s, %(purpose)s, %(columns)s::jsonb,
            %(identities)s::jsonb, %(is_masked)s, %(by)s, %(at)s)
        """,
        {
            "id": export_id,
            "segment_id": segment.segment_id,
            "segment": segment.name,
            "format": wish.format,
            "purpose": wish.purpose.strip(),
            "columns": msgspec.json.encode(wish.columns).decode(),
            "identities": msgspec.json.encode(wish.identities).decode(),
            "is_masked": wish.is_masked,
            "by": by,
            "at": at,
        },
    )
    return get_export(tx, export_id)


def get_export(tx: Transaction, export_id: str) -> Export:
    """One export.

    Raises:
        ExportNotFound: There is none.
    """
    found = tx.one(Export, f"{_EXPORT} where export_id = %(id)s", {"id": export_id})
    if found is None:
        raise ExportNotFound(f'no export "{export_id}"', path="export_id")
    return found


def list_exports(tx: Transaction, segment_id: str, *, limit: int = 50) -> list[Export]:
    """The exports of a segment, the newest first."""
    return tx.all(
        Export,
        f"{_EXPORT} where segment_id = %(id)s order by requested_at desc limit %(limit)s",
        {"id": segment_id, "limit": limit},
    )


@dataclass(frozen=True, slots=True)
class Written:
    """What an export came to."""

    people: int
    withheld: int


@dataclass(frozen=True, slots=True)
class ExportReading:
    """What the people of an export are read with.

    Attributes:
        open_tx: Opens a short transaction of the project.
        scope: The project, over everybody.
        warehouse: A few statements are sent per 2,000 people.
        people_min: See the module.
    """

    open_tx: Callable[[], AbstractContextManager[Transaction]]
    scope: Scope
    warehouse: ProjectWarehouse
    people_min: int


def write_export(
    export: Export,
    segment: Segment,
    file: Path,
    *,
    reading: ExportReading,
    report: Callable[[int, int], None],
) -> Written:
    """Write the people of a segment into a file.

    Args:
        export: What was asked for.
        segment: As it is now.
        file: Where to; it appears when it is whole.
        reading: The project.
        report: Is told how many of how many people are done; what it raises ends the export.
    """
    scope, warehouse = reading.scope, reading.warehouse
    everybody = _ids(members_of(segment, scope=scope), warehouse)
    people = everybody
    if not export.identities:
        people = _ids(_indistinct(export, segment, scope, reading.people_min), warehouse)
    with reading.open_tx() as tx:
        hides = read_hidden(tx)
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")

    def rows() -> Iterator[list[dict[str, str]]]:
        for start in range(0, len(people), PAGE):
            page = people[start : start + PAGE]
            report(start, len(people))
            with reading.open_tx() as tx:
                described = describe_people(page, tx=tx, scope=scope, warehouse=warehouse)
            yield [_row(export, each, hides) for each in described]

    write = _write_csv if export.format == "csv" else _write_parquet
    try:
        count = write(partial, _header(export), rows())
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)
    return Written(count, len(everybody) - len(people))


def note_written(tx: Transaction, export_id: str, written: Written, at: datetime) -> None:
    """Record what an export came to."""
    tx.execute(
        "update segment_exports set people = %(people)s, withheld = %(withheld)s, written_at = %(at)s"
        " where export_id = %(id)s",
        {"id": export_id, "people": written.people, "withheld": written.withheld, "at": at},
    )


_EXPORT = """
    select export_id, segment_id, segment, format, purpose, columns, identities, is_masked, people, withheld,
           requested_by, requested_at, written_at
    from segment_exports
"""


def _ids(people: Statement, warehouse: ProjectWarehouse) -> list[int]:
    found = warehouse.arrow(
        f"SELECT person_id FROM (\n{people.sql}\n) ORDER BY 1", people.parameters
    )
    ids: list[int] = found["person_id"].to_pylist()
    return ids


def _indistinct(export: Export, segment: Segment, scope: Scope, least: int) -> Statement:
    """Those whose exported attributes at least so many people of the segment share."""
    binder = Binder()
    members = binder.include(members_of(segment, scope=scope))
    names = binder.bind(list(export.columns), "Array(String)")
    values = (
        f"SELECT {scope.person} AS person, name, argMax(text, (at, person_id)) AS value\n"
        f"FROM person_attributes FINAL WHERE name IN {names} GROUP BY person, name"
    )
    alike = (
        "SELECT person_id, arraySort(groupArrayIf((name, value), value != '')) AS said\n"
        f"FROM (SELECT person_id FROM ({members})) AS member\n"
        f"LEFT JOIN ({values}) AS held ON held.person = member.person_id GROUP BY person_id"
    )
    return binder.statement(
        "SELECT person_id FROM (SELECT person_id, count() OVER (PARTITION BY said) AS others"
        f" FROM ({alike})) WHERE others >= {least:d}"
    )


def _header(export: Export) -> list[str]:
    named = ["person_id", *export.identities] if export.identities else []
    return list(dict.fromkeys([*named, *export.columns]))


def _row(export: Export, person: PersonRow, hides: Callable[[str, str], bool]) -> dict[str, str]:
    row: dict[str, str] = {}
    if export.identities:
        row["person_id"] = str(person.person_id)
    for kind in export.identities:
        values = [each.value for each in person.identities if each.kind == kind]
        hidden = export.is_masked and is_personal_identity(kind)
        row[kind] = "; ".join(mask(each) if hidden else each for each in values)
    for name in export.columns:
        value = person.attributes.get(name, "")
        hidden = export.is_masked and hides(name, value)
        row[name] = mask(value) if hidden and value else value
    return row


def _write_csv(file: Path, header: Sequence[str], pages: Iterator[list[dict[str, str]]]) -> int:
    """Write text that no spreadsheet takes for a formula."""
    count = 0
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(header))
        writer.writeheader()
        for page in pages:
            writer.writerows(
                {name: _harmless(value) for name, value in row.items()} for row in page
            )
            count += len(page)
    return count


def _harmless(value: str) -> str:
    if not value.startswith(_FORMULA) or value.lstrip("+-").replace(".", "", 1).isdigit():
        return value
    return f"'{value}"


def _write_parquet(file: Path, header: Sequence[str], pages: Iterator[list[dict[str, str]]]) -> int:
    schema = pa.schema([(name, pa.string()) for name in header])
    count = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for page in pages:
            writer.write_table(pa.Table.from_pylist(page, schema))
            count += len(page)
    return count
