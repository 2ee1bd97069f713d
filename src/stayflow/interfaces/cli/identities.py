"""`stayflow identities`: the rules of ONE-ID, and files of pairs resolved at once."""

import json
from pathlib import Path
from typing import Annotated

import typer

from stayflow.interfaces.cli.jobs import follow_job, working
from stayflow.interfaces.cli.options import AsJson, Data, ProjectName, settings_of
from stayflow.interfaces.cli.output import draw_tables, errors_shown, show
from stayflow.interfaces.cli.target import open_target

identities = typer.Typer(help="ONE-ID: who is one person.", no_args_is_help=True)


@identities.command("kinds")
def show_kinds(project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """Show the kinds of identity and their rules."""
    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "identities kinds") as target,
    ):
        show(
            target.call("GET", f"/projects/{project}/identity-kinds"),
            as_json=as_json,
            draw=draw_tables,
        )


@identities.command("set-kinds")
def set_kinds(
    file: Annotated[Path, typer.Argument(help="JSON as `kinds --json` shows it.")],
    project: ProjectName,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Put other rules in force and weigh everybody again."""
    with errors_shown(as_json=as_json):
        given = json.loads(file.read_text(encoding="utf-8"))
        kinds = [
            {name: each[name] for name in each if name != "identities"} for each in given["kinds"]
        ]
        body = {"kinds": kinds, "blocked": given.get("blocked", [])}
        with open_target(settings_of(data=data), "identities set-kinds") as target, working(target):
            answer = target.call("PUT", f"/projects/{project}/identity-kinds", body)
            if answer["job_id"]:
                follow_job(target, project, answer["job_id"])
            show(target.call("GET", f"/projects/{project}/identity-kinds"), as_json=as_json)


@identities.command("import")
def import_identities(
    file: Annotated[
        Path, typer.Argument(help="CSV or Parquet: each column a kind of identity, and `at`.")
    ],
    project: ProjectName,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Resolve a file of identities that were named together, millions of rows at once."""
    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "identities import") as target,
        working(target),
    ):
        body = {"file": str(file.resolve())}
        job = target.call("POST", f"/projects/{project}/identity-imports/local", body)
        done = follow_job(target, project, job["job_id"])
        show({"state": done["state"], "note": done["note"]}, as_json=as_json)


@identities.command("squash")
def squash_identities(project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """Write the merges so far into the events, so that questions look up only newer ones."""
    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "identities squash") as target,
        working(target),
    ):
        job = target.call("POST", f"/projects/{project}/identities/squash")
        done = follow_job(target, project, job["job_id"])
        show({"state": done["state"], "note": done["note"]}, as_json=as_json)
