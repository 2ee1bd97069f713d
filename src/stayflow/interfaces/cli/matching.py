"""`stayflow match`: who may be one person, and deciding on it."""

from time import sleep
from typing import Annotated, Any

import typer
from rich.console import Console

from stayflow.interfaces.cli.jobs import POLL_SECONDS, working
from stayflow.interfaces.cli.options import AsJson, Data, ProjectName, settings_of
from stayflow.interfaces.cli.output import errors_shown, show, talk
from stayflow.interfaces.cli.target import CallFailed, Target, open_target

match = typer.Typer(help="People who may be one person.", no_args_is_help=True)
ProposalId = Annotated[str, typer.Argument(help="As `match list` shows it.")]
_ENDED = ("done", "stopped", "failed")
_MISTAKE = 400


@match.command("run")
def run_match(
    project: ProjectName,
    only_kind: Annotated[
        str | None,
        typer.Option(
            help="One of each pair has an identity of this kind, as an imported list has."
        ),
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Look for people who may be one; what is found waits for review."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "match run") as target, working(target):
            begun = target.call(
                "POST", f"/projects/{project}/matches/runs", {"only_kind": only_kind}
            )
            answer = _follow(target, project, begun["run_id"])
        show(
            {"run_id": answer["run_id"], "trained": answer["trained"], **answer["counts"]},
            as_json=as_json,
        )


@match.command("list")
def list_matches(
    project: ProjectName,
    state: Annotated[str, typer.Option(help="open, accepted, rejected or undone.")] = "open",
    limit: Annotated[int, typer.Option(min=1, max=200, help="Most proposals to list.")] = 50,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List proposals, the likeliest first."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "match list") as target:
            answer = target.call("GET", f"/projects/{project}/matches?state={state}&limit={limit}")
        show(answer, as_json=as_json, draw=_draw)


@match.command("accept")
def accept_match(
    proposal: ProposalId, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """They are one person: merge them."""
    _decide(proposal, project, "accept", data=data, as_json=as_json)


@match.command("reject")
def reject_match(
    proposal: ProposalId, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """They are not one person: never propose them again."""
    _decide(proposal, project, "reject", data=data, as_json=as_json)


@match.command("undo")
def undo_match(
    proposal: ProposalId, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Take a decision back."""
    _decide(proposal, project, "undo", data=data, as_json=as_json)


def _decide(proposal: str, project: str, what: str, *, data: str | None, as_json: bool) -> None:
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), f"match {what}") as target:
            answer = target.call("POST", f"/projects/{project}/matches/{proposal}/{what}")
        show(_line(answer), as_json=as_json)


def _follow(target: Target, project: str, run_id: str) -> dict[str, Any]:
    """Show the progress until the run has ended.

    Raises:
        CallFailed: It failed or was stopped.
    """
    said = ""
    while True:
        answer: dict[str, Any] = target.call("GET", f"/projects/{project}/matches/runs/{run_id}")
        if answer["note"] != said:
            said = answer["note"]
            talk(f"{answer['progress'] or 0:.0%} {said}")
        if answer["state"] in _ENDED:
            break
        sleep(POLL_SECONDS)
    if answer["state"] != "done":
        message = answer["error"] or f"the run is {answer['state']}"
        raise CallFailed(_MISTAKE, {"code": f"match_{answer['state']}", "message": message})
    return answer


def _line(match: dict[str, Any]) -> dict[str, Any]:
    return {
        "proposal_id": match["proposal_id"],
        "state": match["state"],
        "probability": round(match["probability"], 4),
        "left": match["left"]["person_id"],
        "right": match["right"]["person_id"],
        "fields": {each["field"]: each["level"] for each in match["fields"]},
    }


def _draw(answer: dict[str, Any], console: Console) -> None:
    for each in answer["matches"]:
        line = _line(each)
        console.print(
            f"{line['proposal_id']}  {line['probability']:.4f}  {line['left']} = {line['right']}"
        )
        for field in each["fields"]:
            values = f"{field['left'] or '-'} | {field['right'] or '-'}"
            console.print(
                f"    {field['weight']:+7.2f}  {field['field']}: {field['level']}  {values}"
            )
