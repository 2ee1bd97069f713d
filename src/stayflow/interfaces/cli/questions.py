"""`stayflow query`, `people`, `check`: asking."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from stayflow.interfaces.cli.options import (
    AsJson,
    Data,
    ProjectName,
    Source,
    read_tree,
    settings_of,
)
from stayflow.interfaces.cli.output import FAILURE, draw_tables, errors_shown, show, talk
from stayflow.interfaces.cli.target import Target, open_target

PAGE = 1000


def query(source: Source, project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """Ask one analysis; answers what the API answers."""
    with errors_shown(as_json=as_json):
        asked = read_tree(source)
        with open_target(settings_of(data=data), "query") as target:
            answer = target.call("POST", f"/projects/{project}/query", asked)
        show(answer, as_json=as_json, draw=draw_tables)


def people(
    source: Source,
    project: ProjectName,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="Most people to list.")] = 50,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List the people who meet a condition."""
    with errors_shown(as_json=as_json):
        condition = read_tree(source)
        with open_target(settings_of(data=data), "people") as target:
            found = _list_people(target, project, condition, limit)
        show(found, as_json=as_json, draw=draw_tables)


def _list_people(target: Target, project: str, condition: object, limit: int) -> dict[str, Any]:
    """Page after page, until there are enough or no more."""
    found: dict[str, Any] = {"count": 0, "people": [], "next": None}
    while len(found["people"]) < limit:
        body = {
            "condition": condition,
            "limit": min(limit - len(found["people"]), PAGE),
            "cursor": found["next"],
        }
        page = target.call("POST", f"/projects/{project}/people", body)
        found = page | {"people": found["people"] + page["people"]}
        if found["next"] is None:
            break
    return found


def check(project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """Check every invariant of a project; exit 1 when one does not hold."""
    with errors_shown(as_json=as_json), open_target(settings_of(data=data), "check") as target:
        answer = target.call("GET", f"/projects/{project}/check")
        show(answer, as_json=as_json, draw=_draw_check)
    if not answer["holds"]:
        talk("some invariants do not hold")
        raise typer.Exit(FAILURE)


def _draw_check(answer: dict[str, Any], console: Console) -> None:
    for each in answer["invariants"]:
        mark = Text("holds", "green") if each["holds"] else Text("broken", "red")
        console.print(mark, f" {each['name']}: {each['sentence']}")
        for violation in each["violations"]:
            console.print(f"        {violation}")
