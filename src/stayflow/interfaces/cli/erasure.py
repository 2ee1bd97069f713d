"""`stayflow erase`: erase a person, and show the report."""

import sys
from typing import Annotated, Any, Final

import typer
from rich.console import Console

from stayflow.interfaces.cli.jobs import follow_job, working
from stayflow.interfaces.cli.options import AsJson, Data, ProjectName, settings_of
from stayflow.interfaces.cli.output import errors_shown, show, talk
from stayflow.interfaces.cli.target import open_target
from stayflow.kernel.errors import InvalidInput

_YES: Final = ("y", "yes")


class NotConfirmed(InvalidInput):
    """Nobody said yes; nothing was changed."""

    code = "not_confirmed"


def erase(
    person: Annotated[int, typer.Argument(help="Number of the person, as their page shows it.")],
    project: ProjectName,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Erase a person from every table, for good; show what was there and what is kept."""
    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "erase") as target,
        working(target),
    ):
        one = f"/projects/{project}/people/{person}/erasure"
        if not yes:
            found = target.call("GET", one + "/preview")
            rows = sum(each["before"] for each in found["places"] if each["way"] != "kept")
            talk(f"person {found['person_id']}: {rows:,} rows go; nothing brings them back")
            _confirm()
        job = target.call("POST", one)["job_id"]
        follow_job(target, project, job)
        show(target.call("GET", one), as_json=as_json, draw=_draw)


def _confirm() -> None:
    """Ask on standard error: standard output belongs to the answer, and to nothing else."""
    print("Erase? [y/N] ", end="", file=sys.stderr, flush=True)
    said = sys.stdin.readline()
    if not said.endswith("\n"):
        talk("")
    if said.strip().lower() not in _YES:
        raise NotConfirmed("nothing was erased; --yes erases without asking")


def _draw(answer: dict[str, Any], console: Console) -> None:
    console.print(f"person {answer['person_id']} is erased: {answer['done_at']}")
    for each in answer["places"]:
        if each["before"] or each["remaining"]:
            kept = f", kept: {each['reason']}" if each["reason"] else ""
            console.print(
                f"  {each['place']}: {each['before']} {each['way']}, {each['remaining']} left{kept}"
            )
