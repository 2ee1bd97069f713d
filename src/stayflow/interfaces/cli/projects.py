"""`stayflow project`, `user`, `key`: what is set up from the machine itself."""

from typing import Annotated, Literal

import typer

from stayflow.interfaces.cli.options import AsJson, Data, ProjectName, settings_of
from stayflow.interfaces.cli.output import draw_tables, errors_shown, show
from stayflow.interfaces.cli.target import open_target

project = typer.Typer(help="Projects.", no_args_is_help=True)
user = typer.Typer(help="Accounts of people.", no_args_is_help=True)
key = typer.Typer(help="Keys of programs.", no_args_is_help=True)

# The names of `Role` and `KeyKind`: a command starts without the rooms, and a test holds these to them.
RoleName = Literal["viewer", "analyst", "operator", "owner"]
KeyKindName = Literal["write", "api"]


@project.command("create")
def create_project(
    name: Annotated[str, typer.Argument(help="Identifier: a-z, then a-z, 0-9 or _.")],
    zone: Annotated[str, typer.Option(help="IANA time zone.")] = "Asia/Shanghai",
    currency: Annotated[str, typer.Option(help="ISO 4217 code.")] = "CNY",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a project and its first keys, which are shown this once."""
    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "project create") as target,
    ):
        body = {"project": name, "zone": zone, "currency": currency}
        show(target.call("POST", "/projects", body), as_json=as_json)


@project.command("list")
def list_projects(data: Data = None, as_json: AsJson = False) -> None:
    """List the projects."""
    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "project list") as target,
    ):
        show(target.call("GET", "/projects"), as_json=as_json, draw=draw_tables)


@project.command("bounds")
def bound_queries(
    project: ProjectName,
    seconds: Annotated[int | None, typer.Option(help="Longest a query may run.")] = None,
    memory_bytes: Annotated[int | None, typer.Option(help="Most memory it may take.")] = None,
    rows: Annotated[int | None, typer.Option(help="Most rows it may read.")] = None,
    at_once: Annotated[int | None, typer.Option(help="How many run at once.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show what one question may cost, and set what is given; 0 is as much as the server allows."""
    given = {"seconds": seconds, "memory_bytes": memory_bytes, "rows": rows, "at_once": at_once}
    changed = {name: value or None for name, value in given.items() if value is not None}
    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "project bounds") as target,
    ):
        answer = target.call("GET", f"/projects/{project}/bounds")
        if changed:
            body = answer["chosen"] | changed
            answer = target.call("PUT", f"/projects/{project}/bounds", body)
        show(answer, as_json=as_json, draw=draw_tables)


@user.command("create")
def create_user(
    email: Annotated[str, typer.Argument(help="What the person signs in with.")],
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, envvar="STAYFLOW_PASSWORD")
    ],
    name: Annotated[str | None, typer.Option(help="As others see them.")] = None,
    project: Annotated[str | None, typer.Option("--project", "-p", help="Lets them in.")] = None,
    role: Annotated[RoleName, typer.Option(help="In the project.")] = "owner",
    administrator: Annotated[bool, typer.Option(help="May make projects.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make an account, and let it into a project."""
    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "user create") as target,
    ):
        body = {
            "email": email,
            "password": password,
            "name": name,
            "administrator": administrator,
        }
        answer = target.call("POST", "/users", body)
        if project:
            member = {"email": email, "role": role}
            answer |= target.call("POST", f"/projects/{project}/users", member)
        show(answer, as_json=as_json)


@user.command("admit")
def admit_user(
    email: Annotated[str, typer.Argument(help="Of an account that is there.")],
    project: ProjectName,
    role: Annotated[RoleName, typer.Option(help="In the project.")] = "owner",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Let an account into a project, such as the demo's owner into your first own."""
    with errors_shown(as_json=as_json), open_target(settings_of(data=data), "user admit") as target:
        member = {"email": email, "role": role}
        show(target.call("POST", f"/projects/{project}/users", member), as_json=as_json)


@key.command("issue")
def issue_key(
    name: Annotated[str, typer.Argument(help="What it is for.")],
    project: ProjectName,
    kind: Annotated[KeyKindName, typer.Option(help="write: sends events; api: uses the API.")],
    role: Annotated[RoleName, typer.Option(help="Of an API key.")] = "analyst",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Issue a key; its secret is shown this once."""
    with errors_shown(as_json=as_json), open_target(settings_of(data=data), "key issue") as target:
        body = {"name": name, "kind": kind, "role": role}
        show(target.call("POST", f"/projects/{project}/keys", body), as_json=as_json)
