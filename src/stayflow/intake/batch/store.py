"""This room's statements on PostgreSQL: imports and how far they are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stayflow.intake.batch.errors import ImportNotFound
from stayflow.intake.clean import IntakeCounts
from stayflow.stores.relational import Transaction


class ImportState(StrEnum):
    """Where an import is; `running` without a process behind it was interrupted."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """An import and how far it is."""

    import_id: str
    file: str
    fingerprint: str
    mapping: str
    state: ImportState
    rows_done: int
    chunks_done: int
    counts: IntakeCounts
    error_code: str | None
    error: str | None
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Row:
    import_id: str
    file: str
    fingerprint: str
    mapping: str
    state: str
    rows_done: int
    chunks_done: int
    counts: Mapping[str, object]
    error_code: str | None
    error: str | None
    started_at: datetime
    ended_at: datetime | None


_SELECT = (
    "select import_id, file, fingerprint, mapping, state, rows_done, chunks_done, counts,"
    " error_code, error, started_at, ended_at from imports"
)


def counts_as_json(counts: IntakeCounts) -> dict[str, object]:
    """Counts as they are stored and printed; `repaired_by` tells the reasons."""
    return {
        "received": counts.received,
        "accepted": counts.accepted,
        "repaired": sum(counts.repaired.values()),
        "duplicate": counts.duplicate,
        "rejected": dict(counts.rejected),
        "repaired_by": dict(counts.repaired),
        "skipped": counts.skipped,
    }


def _counts(raw: Mapping[str, object]) -> IntakeCounts:
    def number(name: str) -> int:
        value = raw.get(name, 0)
        return value if isinstance(value, int) else 0

    def tally(name: str) -> dict[str, int]:
        value = raw.get(name, {})
        return dict(value) if isinstance(value, dict) else {}

    return IntakeCounts(
        accepted=number("accepted"),
        repaired=tally("repaired_by"),
        duplicate=number("duplicate"),
        rejected=tally("rejected"),
        skipped=number("skipped"),
    )


def _record(row: _Row) -> ImportRecord:
    return ImportRecord(
        import_id=row.import_id,
        file=row.file,
        fingerprint=row.fingerprint,
        mapping=row.mapping,
        state=ImportState(row.state),
        rows_done=row.rows_done,
        chunks_done=row.chunks_done,
        counts=_counts(row.counts),
        error_code=row.error_code,
        error=row.error,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def list_imports(tx: Transaction, *, limit: int = 100) -> list[ImportRecord]:
    """The newest imports first."""
    rows = tx.all(_Row, f"{_SELECT} order by started_at desc, import_id desc limit %s", (limit,))
    return [_record(row) for row in rows]


def get_import(tx: Transaction, import_id: str) -> ImportRecord:
    """One import.

    Raises:
        ImportNotFound: There is none of this id.
    """
    row = tx.one(_Row, f"{_SELECT} where import_id = %s", (import_id,))
    if row is None:
        raise ImportNotFound(f"there is no import {import_id}", path="import_id")
    return _record(row)


def find_interrupted(tx: Transaction, fingerprint: str, mapping: str) -> ImportRecord | None:
    """The import of the same file by the same mapping that never came to its end."""
    row = tx.one(
        _Row,
        f"{_SELECT} where state = 'running' and fingerprint = %s and mapping = %s"
        " order by started_at desc limit 1",
        (fingerprint, mapping),
    )
    return _record(row) if row else None


def add_import(tx: Transaction, record: ImportRecord) -> None:
    """Begin an import."""
    tx.execute(
        "insert into imports (import_id, file, fingerprint, mapping, state, started_at)"
        " values (%s, %s, %s, %s, %s, %s)",
        (
            record.import_id,
            record.file,
            record.fingerprint,
            record.mapping,
            record.state,
            record.started_at,
        ),
    )


def move_on(
    tx: Transaction, import_id: str, *, chunk: int, rows: int, counts: IntakeCounts
) -> None:
    """Keep that a chunk is recorded; part of the transaction that records it.

    Args:
        tx: That transaction.
        import_id: The import.
        chunk: Number of the chunk, from 0.
        rows: Rows of the file up to its end.
        counts: Of the import so far.
    """
    tx.execute(
        "update imports set chunks_done = %s, rows_done = %s, counts = %s where import_id = %s",
        (chunk + 1, rows, json.dumps(counts_as_json(counts)), import_id),
    )


def end_import(
    tx: Transaction,
    import_id: str,
    state: ImportState,
    now: datetime,
    *,
    error: tuple[str, str] | None = None,
) -> None:
    """Mark an import as ended; `error` is its code and sentence."""
    code, sentence = error or (None, None)
    tx.execute(
        "update imports set state = %s, ended_at = %s, error_code = %s, error = %s"
        " where import_id = %s",
        (state, now, code, sentence, import_id),
    )


def ask_to_cancel(tx: Transaction, import_id: str, now: datetime) -> None:
    """Let a running import stop at its next chunk; what came in stays."""
    get_import(tx, import_id)
    tx.execute(
        "update imports set state = 'cancelled', ended_at = %s"
        " where import_id = %s and state = 'running'",
        (now, import_id),
    )
