"""An import that was cut off and whose file is gone: what is stored counts, and live events go on."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from stayflow.intake.batch import (
    FileChanged,
    FileMissing,
    ImportState,
    abandon_import,
    begin_import,
    check_still_there,
    get_import,
    run_import,
)
from stayflow.intake.invariants import FACT_LAWS, STATE_LAWS
from stayflow.intake.pipeline import Pipeline, append_events, consume_log
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import RawEvent
from tests.conftest import Engines

MAPPING = """
format: csv
event: {value: view}
time: {column: at, format: unix_s}
identities: {user_id: {column: user}}
"""


class Cut(Exception):
    """Stands for `kill -9` between the insert of a chunk and its last transaction."""


@pytest.fixture
def pipeline(engines: Engines, project: ProjectId) -> Pipeline:
    return Pipeline(
        project,
        zone="UTC",
        relational=engines.relational,
        warehouse=engines.warehouse.project(project),
        clock=engines.clock,
        log=engines.log,
    )


@pytest.fixture
def cut_import(
    pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, Path]:
    """An import of two chunks, cut off when the second was stored and not closed."""
    file = tmp_path / "views.csv"
    file.write_text("user,at\n" + "".join(f"u{n},{1_781_000_000 + n}\n" for n in range(20)))
    import_id = begin_import(file, MAPPING, pipeline=pipeline).import_id
    close, closed = pipeline._close, []

    def close_once(*arguments: object) -> object:
        if closed:
            raise Cut
        closed.append(arguments)
        return close(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "_close", close_once)
    with pytest.raises(Cut):
        run_import(file, MAPPING, pipeline=pipeline, zone=ZoneInfo("UTC"), chunk_rows=10)
    monkeypatch.undo()
    return import_id, file


def test_it_fails_with_its_reason_and_the_project_goes_on(
    pipeline: Pipeline, engines: Engines, project: ProjectId, cut_import: tuple[str, Path]
) -> None:
    import_id, file = cut_import
    check_still_there(import_id, file, pipeline=pipeline)
    file.unlink()
    live = RawEvent(name="view", identities={"user_id": "live"})
    append_events(project, [live], source="test", log=engines.log, clock=engines.clock)
    assert consume_log(pipeline, engines.log) is None, "it waits for whoever owns the file"
    with pytest.raises(FileMissing) as gone:
        check_still_there(import_id, file, pipeline=pipeline)
    abandon_import(import_id, gone.value, pipeline=pipeline)
    counts = consume_log(pipeline, engines.log)
    assert counts is not None
    assert counts.stored == 1
    with engines.relational.project(project) as tx:
        record = get_import(tx, import_id)
    assert (record.state, record.error_code) == (ImportState.FAILED, "file_missing")
    assert str(file) in str(record.error)
    stored = engines.warehouse.project(project).value("SELECT count() FROM events")
    assert stored == 21, "both chunks were stored, and the live event"
    with engines.relational.project(project) as tx:
        assert [law(tx) for law in STATE_LAWS] == [[]] * len(STATE_LAWS)
        assert [law(tx, pipeline.warehouse) for law in FACT_LAWS] == [[]] * len(FACT_LAWS)


def test_a_file_that_was_written_to_is_another_one(
    pipeline: Pipeline, cut_import: tuple[str, Path]
) -> None:
    import_id, file = cut_import
    file.write_text("user,at\nsomebody,1\n")
    with pytest.raises(FileChanged):
        check_still_there(import_id, file, pipeline=pipeline)


def test_an_import_that_has_ended_stays_as_it_is(pipeline: Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "views.csv"
    file.write_text("user,at\nann,1781000000\n")
    done = run_import(file, MAPPING, pipeline=pipeline, zone=ZoneInfo("UTC"))
    abandon_import(done.import_id, FileMissing("gone"), pipeline=pipeline)
    with pipeline.relational.project(pipeline.project_id) as tx:
        assert get_import(tx, done.import_id).state is ImportState.DONE
