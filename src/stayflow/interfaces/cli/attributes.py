"""`stayflow attribute`: what is stated of people."""

from typing import Annotated, Any

import typer
from rich.console import Console

from stayflow.interfaces.cli.options import AsJson, Data, ProjectName, settings_of
from stayflow.interfaces.cli.output import errors_shown, show
from stayflow.interfaces.cli.target import open_target

attribute = typer.Typer(help="Attributes of people.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Its name.")]


@attribute.command("list")
def list_attributes(project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """List the attributes with how many people have a value."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "attribute list") as target:
            answer = target.call("GET", f"/projects/{project}/attributes")
        show(answer, as_json=as_json, draw=_draw_list)


@attribute.command("show")
def show_attribute(
    name: Name, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Show how an attribute's values are spread, where they came from and who names it."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "attribute show") as target:
            answer = target.call("GET", f"/projects/{project}/attributes/{name}")
        show(answer, as_json=as_json, draw=_draw_one)


@attribute.command("history")
def show_history(
    name: Name, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Show how many people had which value at the end of each day."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "attribute history") as target:
            answer = target.call("GET", f"/projects/{project}/attributes/{name}/history")
        show(answer, as_json=as_json, draw=_draw_days)


@attribute.command("mark")
def mark_attribute(
    name: Name,
    project: ProjectName,
    sensitive: Annotated[
        bool, typer.Option("--sensitive/--not-sensitive", help="Mask its values.")
    ] = True,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Mark an attribute as sensitive, or not any more."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "attribute mark") as target:
            path = f"/projects/{project}/attributes/{name}"
            answer = target.call("PATCH", path, {"is_sensitive": sensitive})
        show({"name": name, "is_sensitive": answer["is_sensitive"]}, as_json=as_json)


def _draw_list(answer: dict[str, Any], console: Console) -> None:
    for each in answer["attributes"]:
        mark = "  (sensitive)" if each["is_sensitive"] else ""
        console.print(
            f"{each['name']}  ({each['type']})  {each['people']:,} of {each['total']:,}{mark}"
        )


def _draw_one(answer: dict[str, Any], console: Console) -> None:
    _draw_list({"attributes": [answer]}, console)
    for share in answer["shares"]:
        console.print(f"  {share['label']}  {share['people']:,}")
    if answer["other"]:
        console.print(f"  others  {answer['other']:,}")
    for each in answer["origins"]:
        console.print(f"  from {each['origin']}: {each['people']:,}")
    for each in answer["uses"]:
        console.print(f"  used by {each['kind']} {each['name']}")


def _draw_days(answer: dict[str, Any], console: Console) -> None:
    for each in answer["days"]:
        values = ", ".join(f"{value or 'others'} {n:,}" for value, n in each["people"].items())
        console.print(f"{each['day']}  {each['covered']:,}: {values}")
