"""Importing a file: read and clean a chunk ahead, record chunk by chunk, go on after a crash."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from stayflow.intake.batch import store
from stayflow.intake.batch.errors import FileMissing
from stayflow.intake.batch.mapping import FileMapping, parse_mapping
from stayflow.intake.batch.rows import CHUNK_ROWS, Chunk, RowReader
from stayflow.intake.batch.store import ImportRecord, ImportState
from stayflow.intake.batch.to_events import SOURCE, FileEvents
from stayflow.intake.clean import (
    FIELDS,
    MESSAGES,
    REASONS,
    Cleaning,
    IntakeCounts,
    count_outcomes,
)
from stayflow.intake.pipeline import Pipeline
from stayflow.intake.record import Origin
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import new_id
from stayflow.stores.relational import Transaction

_AGE_DAYS_MAX: Final = 36_500
_SAMPLE_ROWS: Final = 20


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is."""

    import_id: str
    rows_done: int
    bytes_done: int
    bytes_total: int
    counts: IntakeCounts


OnProgress = Callable[[ImportProgress], None]


@dataclass(frozen=True, slots=True)
class SampleEvent:
    """An event of a dry run, as it would be stored."""

    name: str
    time_ms: int
    identities: dict[str, str]
    properties: str


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that a dry run would reject."""

    reason: str
    field: str
    message: str
    row: str


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an import would do, stored events not considered."""

    counts: IntakeCounts
    sample: tuple[SampleEvent, ...]
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A chunk that was read, converted and cleaned; None instead of a cleaning: recorded before."""

    chunk: Chunk
    cleaning: Cleaning | None
    skipped: int


def run_import(
    file: Path,
    mapping: str,
    *,
    pipeline: Pipeline,
    zone: ZoneInfo,
    on_progress: OnProgress = lambda _progress: None,
    chunk_rows: int = CHUNK_ROWS,
) -> ImportRecord:
    """Import a file; an interrupted import of the same file and mapping goes on where it stopped.

    Args:
        file: The file, packed or not.
        mapping: YAML, see `parse_mapping`.
        pipeline: Of the project.
        zone: The project's, for times that name none.
        on_progress: Called after every chunk.
        chunk_rows: Rows per batch; the same when an import goes on.

    Returns:
        The import as it ended.

    Raises:
        MappingInvalid: Before anything is read.
        FileTruncated: After what could be read was taken.
    """
    read = parse_mapping(mapping)
    record = begin_import(file, mapping, pipeline=pipeline)
    return go_on(record, file, read, _Doing(pipeline, zone, on_progress, chunk_rows))


def begin_import(file: Path, mapping: str, *, pipeline: Pipeline) -> ImportRecord:
    """Note a new import, or find the interrupted one of the same file and mapping.

    Raises:
        FileMissing: There is no such file.
    """
    fingerprint = fingerprint_of(file)
    with pipeline.relational.project(pipeline.project_id) as tx:
        found = store.find_interrupted(tx, fingerprint, mapping)
        if found:
            return found
        record = ImportRecord(
            import_id=new_id(),
            file=file.name,
            fingerprint=fingerprint,
            mapping=mapping,
            state=ImportState.RUNNING,
            rows_done=0,
            chunks_done=0,
            counts=IntakeCounts(),
            error_code=None,
            error=None,
            started_at=pipeline.clock.now(),
            ended_at=None,
        )
        store.add_import(tx, record)
    return record


def fingerprint_of(file: Path) -> str:
    """What a file is recognised by when its import goes on: place, size and time of change.

    Raises:
        FileMissing: There is no such file.
    """
    if not file.is_file():
        raise FileMissing(f"there is no file {file}", path="file")
    state = file.stat()
    return f"{file.resolve()} {state.st_size} {state.st_mtime_ns}"


@dataclass(frozen=True, slots=True)
class _Doing:
    pipeline: Pipeline
    zone: ZoneInfo
    on_progress: OnProgress
    chunk_rows: int


def go_on(record: ImportRecord, file: Path, mapping: FileMapping, doing: _Doing) -> ImportRecord:
    """Do the chunks that are not recorded yet, and mark the import as ended."""
    pipeline = doing.pipeline
    try:
        state = _record_chunks(record, file, mapping, doing)
    except StayflowError as error:
        if not error.retry:
            _end(pipeline, record, ImportState.FAILED, (error.code, str(error)))
        raise
    finally:
        pipeline.show_merges()
    if state is ImportState.DONE:
        _end(pipeline, record, ImportState.DONE)
    with pipeline.relational.project(pipeline.project_id) as tx:
        return store.get_import(tx, record.import_id)


def _end(
    pipeline: Pipeline,
    record: ImportRecord,
    state: ImportState,
    error: tuple[str, str] | None = None,
) -> None:
    with pipeline.relational.project(pipeline.project_id) as tx:
        store.end_import(tx, record.import_id, state, pipeline.clock.now(), error=error)


def _record_chunks(
    record: ImportRecord, file: Path, mapping: FileMapping, doing: _Doing
) -> ImportState:
    counts, rows_done = record.counts, 0
    size = file.stat().st_size
    for prepared in _ahead(_prepare(record, file, mapping, doing)):
        rows_done += prepared.chunk.rows.num_rows
        if prepared.cleaning is None:
            continue
        if _is_cancelled(doing.pipeline, record):
            return ImportState.CANCELLED
        before = replace(counts, skipped=counts.skipped + prepared.skipped)
        number, rows = prepared.chunk.number, rows_done

        def note(
            tx: Transaction,
            taken: IntakeCounts,
            before: IntakeCounts = before,
            number: int = number,
            rows: int = rows,
        ) -> None:
            store.move_on(tx, record.import_id, chunk=number, rows=rows, counts=before + taken)

        origin = Origin(SOURCE, import_id=record.import_id, chunk=number)
        counts = before + doing.pipeline.take(prepared.cleaning, origin, on_commit=note)
        doing.on_progress(
            ImportProgress(record.import_id, rows_done, prepared.chunk.bytes_done, size, counts)
        )
    return ImportState.DONE


def _is_cancelled(pipeline: Pipeline, record: ImportRecord) -> bool:
    with pipeline.relational.project(pipeline.project_id) as tx:
        return store.get_import(tx, record.import_id).state is ImportState.CANCELLED


def _prepare(
    record: ImportRecord, file: Path, mapping: FileMapping, doing: _Doing
) -> Iterator[_Prepared]:
    events = FileEvents(mapping, doing.zone, int(record.started_at.timestamp() * 1000))
    guide = doing.pipeline.guide(age_days_max=_AGE_DAYS_MAX)
    for chunk in RowReader(file, mapping, chunk_rows=doing.chunk_rows).chunks():
        if chunk.number < record.chunks_done:
            events.skip(chunk)
            yield _Prepared(chunk, None, 0)
            continue
        columns, skipped = events.convert(chunk)
        yield _Prepared(chunk, doing.pipeline.clean(columns, guide), skipped)


def _ahead(prepared: Iterator[_Prepared]) -> Iterator[_Prepared]:
    """The same, each made in another thread while the one before is recorded."""
    with ThreadPoolExecutor(1, "import-read") as reader:
        coming = reader.submit(next, prepared, None)
        while (item := coming.result()) is not None:
            coming = reader.submit(next, prepared, None)
            yield item


def dry_run(file: Path, mapping: str, *, pipeline: Pipeline, zone: ZoneInfo) -> DryRun:
    """Read and clean a file without storing anything.

    Raises:
        MappingInvalid: The mapping cannot be read.
        FileUnreadable: Nor the file.
    """
    read = parse_mapping(mapping)
    events = FileEvents(read, zone, int(pipeline.clock.now().timestamp() * 1000))
    guide = pipeline.guide(age_days_max=_AGE_DAYS_MAX)
    counts = IntakeCounts()
    sample: list[SampleEvent] = []
    problems: list[RowProblem] = []
    for chunk in RowReader(file, read).chunks():
        columns, skipped = events.convert(chunk)
        cleaning = pipeline.clean(columns, guide)
        if columns.is_repeat is not None:
            cleaning = replace(cleaning, is_duplicate=columns.is_repeat & (cleaning.rejected == 0))
        counts = counts + count_outcomes(cleaning) + IntakeCounts(skipped=skipped)
        sample += _sample(cleaning, _SAMPLE_ROWS - len(sample))
        problems += _problems(cleaning, _SAMPLE_ROWS - len(problems))
    return DryRun(counts, tuple(sample), tuple(problems))


def _sample(cleaning: Cleaning, most: int) -> list[SampleEvent]:
    events = cleaning.events.take(np.flatnonzero(cleaning.is_kept)[:most])
    named = {kind: values.to_pylist() for kind, values in events.identities.items()}
    return [
        SampleEvent(
            name=events.name[row].as_py(),
            time_ms=int(events.time[row]),
            identities={kind: values[row] for kind, values in named.items() if values[row]},
            properties=events.properties[row].as_py(),
        )
        for row in range(len(events))
    ]


def _problems(cleaning: Cleaning, most: int) -> list[RowProblem]:
    rows = np.flatnonzero(cleaning.rejected)[: max(most, 0)]
    reasons = [REASONS[code - 1] for code in cleaning.rejected[rows]]
    return [
        RowProblem(str(reason), FIELDS.get(reason, ""), MESSAGES[reason], row)
        for reason, row in zip(reasons, cleaning.events.payloads(rows), strict=True)
    ]
