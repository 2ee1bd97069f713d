"""`stayflow import`: a file becomes events, by the server that holds the folder or right here."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Annotated, Any

import typer

from stayflow.interfaces.cli.jobs import POLL_SECONDS, working
from stayflow.interfaces.cli.options import AsJson, Data, ProjectName, settings_of
from stayflow.interfaces.cli.output import errors_shown, show, talk
from stayflow.interfaces.cli.target import CallFailed, Target, open_target
from stayflow.kernel.ids import new_id
from stayflow.kernel.settings import Settings
from stayflow.stores.files import DataFolder

_COUNTS = ("received", "accepted", "repaired", "duplicate", "rejected")
_MISTAKE = 400


def import_file(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE|URL",
            help="CSV, TSV, JSON lines, Parquet or Excel, .gz, .zst; or postgresql://….",
        ),
    ],
    project: ProjectName,
    mapping: Annotated[Path, typer.Option(help="YAML that says what the columns are.")],
    table: Annotated[
        str | None, typer.Option(help="Of a database: table, or schema.table.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Import a file, or a table as it is now; importing it twice adds nothing."""
    settings = settings_of(data=data)
    with errors_shown(as_json=as_json), _file_of(source, table, settings) as file:
        body = {
            "file": str(file.resolve()),
            "mapping": mapping.read_text(encoding="utf-8"),
            "dry_run": dry_run,
        }
        with open_target(settings, "import") as target, working(target):
            answer = target.call("POST", f"/projects/{project}/imports/local", body)
            if not dry_run:
                answer = _follow(target, project, answer["import_id"])
            shown = {name: answer["counts"][name] for name in _COUNTS}
            if dry_run:
                shown |= {"sample": answer["sample"], "problems": answer["problems"]}
            show(shown, as_json=as_json)


@contextmanager
def _file_of(source: str, table: str | None, settings: Settings) -> Iterator[Path]:
    """The file itself; or a copy of the table, which goes when the import has ended."""
    if table is None:
        yield Path(source)
        return
    from stayflow.stores.outside import copy_table  # noqa: PLC0415 - other commands start without it

    folder = DataFolder(settings.data).uploads / new_id()
    folder.mkdir()
    try:
        copy = folder / f"{table}.csv"
        copy_table(source, table, copy)
        yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _follow(target: Target, project: str, import_id: str) -> dict[str, Any]:
    """Show the progress until the import has ended.

    Raises:
        CallFailed: It failed.
    """
    said = ""
    while True:
        answer: dict[str, Any] = target.call("GET", f"/projects/{project}/imports/{import_id}")
        said = _say_progress(answer, said)
        if answer["state"] == "done":
            return answer
        if answer["state"] != "running":
            code = answer["error_code"] or answer["state"]
            message = answer["error"] or f"the import is {answer['state']}"
            raise CallFailed(_MISTAKE, {"code": code, "message": message, "path": "file"})
        sleep(POLL_SECONDS)


def _say_progress(answer: dict[str, Any], before: str) -> str:
    share = f"{answer['progress']:.0%} " if answer["progress"] is not None else ""
    line = f"{share}{answer['rows_done']:,} rows"
    if line != before:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{line}" + ("\n" if answer["state"] != "running" else ""))
            sys.stderr.flush()
        else:
            talk(line)
    return line
