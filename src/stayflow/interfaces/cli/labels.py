"""`stayflow tag` and `stayflow score`: what people are called and how they stand."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from stayflow.interfaces.cli.options import AsJson, Data, ProjectName, settings_of
from stayflow.interfaces.cli.output import Draw, errors_shown, show
from stayflow.interfaces.cli.target import Target, open_target

tag = typer.Typer(help="Tags of people.", no_args_is_help=True)
score = typer.Typer(help="Scores of people.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Its name or id.")]
Industry = Annotated[str, typer.Argument(help="ecommerce, content, saas, game, finance or store.")]
Events = Annotated[
    list[str] | None,
    typer.Option("--event", help="What your project calls an event of the set: purchase=order."),
]
PAGE = 200
"""Tags or scores that are asked for at a time; all of them are listed."""
PART_ROWS = 20_000
"""Rows of a file that are sent at a time."""


@tag.command("list")
def list_tags(project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """List the tags with how many people have a value."""
    _list("tags", project, _draw_tags, data=data, as_json=as_json)


@tag.command("refresh")
def refresh_tag(
    name: Name, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Compute a tag for everybody now."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "tag refresh") as target:
            answer = target.call("POST", f"/projects/{project}/tags/{name}/refresh")
        show(answer["spread"], as_json=as_json)


@tag.command("install")
def install_tags(
    industry: Industry,
    project: ProjectName,
    event: Events = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make the tags of a ready set that fit the project, and compute them."""
    _install("tags", industry, project, event or [], data=data, as_json=as_json)


@tag.command("import")
def import_tag(
    name: Name,
    file: Annotated[Path, typer.Argument(help="CSV with a header: identity, value.")],
    project: ProjectName,
    identity: Annotated[str, typer.Option(help="Kind of the identities.")] = "user_id",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Give a tag's values by a file of identities."""
    with errors_shown(as_json=as_json):
        header, *rows = file.read_text(encoding="utf-8-sig").splitlines() or [""]
        with open_target(settings_of(data=data), "tag import") as target:
            done = _send(target, f"/projects/{project}/tags/{name}/import", identity, header, rows)
        show(done, as_json=as_json)


@score.command("list")
def list_scores(project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """List the scores with their bands."""
    _list("scores", project, _draw_scores, data=data, as_json=as_json)


@score.command("install")
def install_scores(
    industry: Industry,
    project: ProjectName,
    event: Events = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make the scores of an industry as far as the project has their events."""
    _install("scores", industry, project, event or [], data=data, as_json=as_json)


@score.command("why")
def explain_score(
    name: Name,
    person: Annotated[int, typer.Argument(help="The person's number.")],
    project: ProjectName,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Say which events gave a person their points."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "score why") as target:
            answer = target.call("GET", f"/projects/{project}/scores/{name}/people/{person}")
        show(answer, as_json=as_json)


def _list(what: str, project: str, draw: Draw, *, data: str | None, as_json: bool) -> None:
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), f"{what} list") as target:
            page = target.call("GET", f"/projects/{project}/{what}?limit={PAGE}")
            rows = list(page[what])
            while page["next"]:
                path = f"/projects/{project}/{what}?limit={PAGE}&cursor={page['next']}"
                page = target.call("GET", path)
                rows += page[what]
        show({**page, what: rows}, as_json=as_json, draw=draw)


def _install(
    what: str, industry: str, project: str, events: list[str], *, data: str | None, as_json: bool
) -> None:
    with errors_shown(as_json=as_json):
        pairs = [each.partition("=") for each in events]
        body = {"events": {role: name for role, _, name in pairs}, "language": "en"}
        with open_target(settings_of(data=data), f"{what} install") as target:
            path = f"/projects/{project}/{what}/sets/{industry}/install"
            answer = target.call("POST", path, body)
        show(
            {
                "made": [
                    each["name"]
                    for each in answer[what]
                    if not each["why"] and not each["is_installed"]
                ],
                "lacking": {each["name"]: each["why"] for each in answer[what] if each["why"]},
            },
            as_json=as_json,
        )


def _send(target: Target, path: str, identity: str, header: str, rows: list[str]) -> dict[str, Any]:
    """Part after part; the counts are added up."""
    sums: dict[str, Any] = {"rows": 0, "people": 0, "unknown": 0, "refused": 0}
    for start in range(0, max(1, len(rows)), PART_ROWS):
        text = "\n".join([header, *rows[start : start + PART_ROWS]])
        done = target.call("POST", path, {"identity": identity, "text": text})
        sums = {name: count + done[name] for name, count in sums.items()}
    return sums


def _draw_tags(answer: dict[str, Any], console: Console) -> None:
    for each in answer["tags"]:
        spread = each["spread"]
        values = ", ".join(f"{size['value']} {size['people']:,}" for size in spread["sizes"][:6])
        console.print(
            f"{each['name']}  ({each['kind']})  {spread['covered']:,} of {spread['total']:,}: {values}"
        )


def _draw_scores(answer: dict[str, Any], console: Console) -> None:
    for each in answer["scores"]:
        spread = each["spread"]
        bands = ", ".join(f"{band['band'] or '-'} {band['people']:,}" for band in spread["bands"])
        console.print(f"{each['name']}  {spread['scored']:,} of {spread['total']:,}: {bands}")
