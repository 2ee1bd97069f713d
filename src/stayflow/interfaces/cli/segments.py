"""`stayflow segment`: audiences from the terminal."""

from pathlib import Path
from time import sleep
from typing import Annotated, Any, Literal

import typer
from rich.console import Console

from stayflow.interfaces.cli.jobs import POLL_SECONDS, working
from stayflow.interfaces.cli.options import (
    AsJson,
    Data,
    ProjectName,
    Source,
    read_tree,
    settings_of,
)
from stayflow.interfaces.cli.output import errors_shown, show
from stayflow.interfaces.cli.target import CallFailed, Target, open_target

segment = typer.Typer(help="Segments.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Its name or id.")]
_MISTAKE = 400


@segment.command("list")
def list_segments(project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """List the segments with their sizes and when they are computed."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "segment list") as target:
            answer = target.call("GET", f"/projects/{project}/segments")
        show(answer, as_json=as_json, draw=_draw_segments)


@segment.command("preview")
def preview_segment(
    source: Source, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Say a condition in words and how many meet it now; nothing is saved."""
    with errors_shown(as_json=as_json):
        body = {"condition": read_tree(source)}
        with open_target(settings_of(data=data), "segment preview") as target:
            answer = target.call("POST", f"/projects/{project}/people/estimate", body)
        show(answer, as_json=as_json)


@segment.command("create")
def create_segment(
    name: Annotated[str, typer.Argument(help="Unique in the project.")],
    source: Source,
    project: ProjectName,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Save a condition as a segment and compute it."""
    with errors_shown(as_json=as_json):
        body = {"name": name, "condition": read_tree(source)}
        with open_target(settings_of(data=data), "segment create") as target:
            show(target.call("POST", f"/projects/{project}/segments", body), as_json=as_json)


@segment.command("show")
def show_segment(
    name: Annotated[str, typer.Argument(help="Its name or id.")],
    project: ProjectName,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show a segment and its size."""
    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "segment show") as target,
    ):
        found = target.call("GET", f"/projects/{project}/segments")["segments"]
        known = {key: each for each in found for key in (each["segment_id"], each["name"])}
        answer = known.get(name) or target.call("GET", f"/projects/{project}/segments/{name}")
        show(answer, as_json=as_json)


@segment.command("refresh")
def refresh_segment(
    name: Name, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Compute who is in a segment now."""
    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "segment refresh") as target,
    ):
        path = f"/projects/{project}/segments/{name}/refresh"
        show(target.call("POST", path), as_json=as_json)


@segment.command("export")
def export_segment(
    name: Name,
    file: Annotated[Path, typer.Argument(help="Where to; .csv or .parquet.")],
    project: ProjectName,
    purpose: Annotated[str, typer.Option(help="What for; it stays in the audit log.")],
    identity: Annotated[
        list[str] | None, typer.Option(help="Kind of identity to name people by; none: nobody.")
    ] = None,
    column: Annotated[list[str] | None, typer.Option(help="Attribute to write.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write the people of a segment into a file."""
    wanted: Literal["csv", "parquet"] = "parquet" if file.suffix == ".parquet" else "csv"
    body = {
        "format": wanted,
        "purpose": purpose,
        "identities": identity or [],
        "columns": column or [],
    }
    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "segment export") as target,
        working(target),
    ):
        exports = f"/projects/{project}/segments/{name}/exports"
        begun = target.call("POST", exports, body)
        done = _follow(target, exports, begun["export_id"])
        file.write_bytes(target.fetch(f"{exports}/{begun['export_id']}/file"))
        told = {key: done[key] for key in ("export_id", "people", "withheld", "is_masked")}
        show({"file": str(file), **told}, as_json=as_json)


def _follow(target: Target, exports: str, export_id: str) -> dict[str, Any]:
    """Wait until the file is written.

    Raises:
        CallFailed: It failed.
    """
    while True:
        rows: list[dict[str, Any]] = target.call("GET", exports)["exports"]
        found = next(each for each in rows if each["export_id"] == export_id)
        if found["state"] == "done":
            return found
        if found["state"] in {"failed", "cancelled"}:
            message = found["error"] or f"the export is {found['state']}"
            raise CallFailed(_MISTAKE, {"code": found["state"], "message": message, "path": None})
        sleep(POLL_SECONDS)


def _draw_segments(answer: dict[str, Any], console: Console) -> None:
    for each in answer["segments"]:
        people = each["people"]
        size = "not computed" if people is None else f"{people:,}"
        console.print(f"{each['name']}  {size}  ({each['refresh']['how']})")
