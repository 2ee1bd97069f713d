"""Ending an import that cannot go on: its file was removed or changed while it was under way."""

from pathlib import Path

from stayflow.intake.batch import store
from stayflow.intake.batch.errors import FileChanged
from stayflow.intake.batch.run import fingerprint_of
from stayflow.intake.batch.store import ImportState
from stayflow.intake.pipeline import Pipeline
from stayflow.kernel.errors import StayflowError


def check_still_there(import_id: str, file: Path, *, pipeline: Pipeline) -> None:
    """Make sure that the file of an import is the one it was begun with.

    Raises:
        FileMissing: It is gone.
        FileChanged: It was written to meanwhile.
        ImportNotFound: There is no import of this id.
    """
    with pipeline.relational.project(pipeline.project_id) as tx:
        begun_with = store.get_import(tx, import_id).fingerprint
    if fingerprint_of(file) != begun_with:
        raise FileChanged(f"{file.name} was changed after its import began: import it again")


def abandon_import(import_id: str, error: StayflowError, *, pipeline: Pipeline) -> None:
    """Mark an import as failed and close the batch it left open, as far as that was stored.

    Live events of the project, which wait for an open batch, go on at once. An import that has
    ended otherwise is left as it is.

    Args:
        import_id: The import.
        error: Why it cannot go on; its code and sentence are kept.
        pipeline: Of the project.

    Raises:
        ImportNotFound: There is none of this id.
    """
    with pipeline.lock:
        opened = pipeline.find_open()
        if opened is not None and opened.import_id == import_id:
            pipeline.finish_orphan()
        with pipeline.relational.project(pipeline.project_id) as tx:
            if store.get_import(tx, import_id).state is ImportState.RUNNING:
                store.end_import(
                    tx,
                    import_id,
                    ImportState.FAILED,
                    pipeline.clock.now(),
                    error=(error.code, str(error)),
                )
