"""`stayflow destination`, `form`, `code`: where data goes, and two ways by which people come."""

from pathlib import Path
from typing import Annotated

import typer

from stayflow.interfaces.cli.options import (
    AsJson,
    Data,
    ProjectName,
    Source,
    read_tree,
    settings_of,
)
from stayflow.interfaces.cli.output import draw_tables, errors_shown, show
from stayflow.interfaces.cli.target import open_target

destination = typer.Typer(help="Where a project's data goes.", no_args_is_help=True)
form = typer.Typer(help="Forms for people.", no_args_is_help=True)
code = typer.Typer(help="Short links with QR codes.", no_args_is_help=True)

_Destination = Annotated[str, typer.Argument(metavar="DESTINATION", help="Its id.")]


def _call(method: str, path: str, *, data: str | None, as_json: bool, body: object = None) -> None:
    """Call one route of a project and show what it answers."""
    with errors_shown(as_json=as_json), open_target(settings_of(data=data), "outgoing") as target:
        answer = target.call(method, f"/projects/{path}", body)
        show(answer, as_json=as_json, draw=draw_tables if method == "GET" else None)


@destination.command("create")
def create_destination(
    source: Source, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Make a destination of a JSON or YAML file; a secret that is made is shown this once."""
    with errors_shown(as_json=as_json):
        body = read_tree(source)
    _call("POST", f"{project}/destinations", data=data, as_json=as_json, body=body)


@destination.command("list")
def list_destinations(project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """List destinations, how they do and what waits for them."""
    _call("GET", f"{project}/destinations?limit=500", data=data, as_json=as_json)


@destination.command("deliveries")
def list_deliveries(
    destination_id: _Destination,
    project: ProjectName,
    state: Annotated[str | None, typer.Option(help="waiting, sent, split or dead.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List what was handed over, the newest first."""
    path = f"{project}/destinations/{destination_id}/deliveries?limit=100"
    wanted = f"&state={state}" if state else ""
    _call("GET", path + wanted, data=data, as_json=as_json)


@destination.command("hand-over")
def hand_over(
    destination_id: _Destination,
    segment: Annotated[str, typer.Option(help="Segment, by id or name.")],
    purpose: Annotated[str, typer.Option(help="What for; it stays in the audit log.")],
    project: ProjectName,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Hand the people of a segment over once."""
    body = {"destination_id": destination_id, "purpose": purpose}
    path = f"{project}/segments/{segment}/handovers"
    _call("POST", path, data=data, as_json=as_json, body=body)


@destination.command("withdraw")
def withdraw_person(
    person: Annotated[int, typer.Argument(help="The person's number.")],
    project: ProjectName,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Let every destination forget a person."""
    _call("POST", f"{project}/people/{person}/withdrawal", data=data, as_json=as_json)


def _add_act(act: str, said: str) -> None:
    """Add a command that posts to a destination and needs to be told nothing else."""

    @destination.command(act, help=said)
    def run(
        destination_id: _Destination,
        project: ProjectName,
        data: Data = None,
        as_json: AsJson = False,
    ) -> None:
        path = f"{project}/destinations/{destination_id}/{act}"
        _call("POST", path, data=data, as_json=as_json)


_add_act("pause", "Send nothing for now; what is recorded waits.")
_add_act("resume", "Go on where it was.")
_add_act("test", "Hand one made-up row over.")


@destination.command("replay")
def replay_destination(
    destination_id: _Destination,
    project: ProjectName,
    since: Annotated[str | None, typer.Option(help="ISO 8601: what was recorded since.")] = None,
    batch: Annotated[int | None, typer.Option(help="From this batch on.")] = None,
    dead: Annotated[bool, typer.Option("--dead", help="What was given up.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Send again; rows keep their ids."""
    body = {"since": since, "batch": batch, "dead": dead}
    path = f"{project}/destinations/{destination_id}/replay"
    _call("POST", path, data=data, as_json=as_json, body=body)


@form.command("create")
def create_form(
    source: Source, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Make a form of a JSON or YAML file; answers with its address and snippet."""
    with errors_shown(as_json=as_json):
        body = read_tree(source)
    _call("POST", f"{project}/forms", data=data, as_json=as_json, body=body)


@form.command("list")
def list_forms(project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """List forms with what was sent."""
    _call("GET", f"{project}/forms?limit=500", data=data, as_json=as_json)


@code.command("create")
def create_code(
    name: Annotated[str, typer.Argument(help="As the team calls it.")],
    project: ProjectName,
    target: Annotated[str, typer.Option(help="Address it leads to.")],
    source: Annotated[str, typer.Option(help="utm_source.")] = "",
    medium: Annotated[str, typer.Option(help="utm_medium.")] = "",
    campaign: Annotated[str, typer.Option(help="utm_campaign.")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a channel code; answers with its short link."""
    body = {
        "name": name,
        "target": target,
        "source": source,
        "medium": medium,
        "campaign": campaign,
    }
    _call("POST", f"{project}/channel-codes", data=data, as_json=as_json, body=body)


@code.command("list")
def list_codes(project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """List channel codes with their visits."""
    _call("GET", f"{project}/channel-codes?limit=500", data=data, as_json=as_json)


@code.command("qr")
def draw_qr(
    code_id: Annotated[str, typer.Argument(metavar="CODE", help="As in its short link.")],
    file: Annotated[Path, typer.Argument(help="Where to; .svg.")],
    project: ProjectName,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write a channel code's QR code into a file."""
    from stayflow.intake.channel_code import draw_svg  # noqa: PLC0415 - other commands start without it

    with errors_shown(as_json=as_json), open_target(settings_of(data=data), "code qr") as target:
        answer = target.call("GET", f"/projects/{project}/channel-codes/{code_id}")
        file.write_bytes(draw_svg(answer["url"]))
        show({"url": answer["url"], "file": str(file)}, as_json=as_json)
