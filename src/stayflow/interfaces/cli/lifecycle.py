"""`stayflow lifecycle` and `stayflow rfm`: where people stand."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from rich.console import Console

from stayflow.interfaces.cli.jobs import follow_job, working
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

lifecycle = typer.Typer(help="Lifecycle models and their stages.", no_args_is_help=True)
rfm = typer.Typer(help="RFM models and their classes.", no_args_is_help=True)
Model = Annotated[str, typer.Argument(help="The model's name.")]
FileTo = Annotated[Path, typer.Argument(help="Where to; YAML.")]


def _call(method: str, path: str, body: object = None, *, data: str | None, as_json: bool) -> None:
    """Call one route of a project and show what it answers."""
    with errors_shown(as_json=as_json), open_target(settings_of(data=data), "model") as target:
        answer = target.call(method, f"/projects/{path}", body)
        show(answer, as_json=as_json, draw=draw_tables)


@lifecycle.command("list")
def list_models(project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """List the lifecycle models."""
    _call("GET", f"{project}/lifecycle-models", data=data, as_json=as_json)


@lifecycle.command("show")
def show_model(
    model: Model, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Show a model's stages with how many people stand in each."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "lifecycle show") as target:
            answer = target.call("GET", f"/projects/{project}/lifecycle-models/{model}")
        show(answer, as_json=as_json, draw=_draw_stages)


@lifecycle.command("preview")
def preview_model(
    source: Source,
    project: ProjectName,
    model: Annotated[str, typer.Option(help="Whose stages it is held beside.")] = "default",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Say how many would stand where under a definition, and who would move; nothing is saved."""
    with errors_shown(as_json=as_json):
        body = {"model": model, "definition": read_tree(source)}
    _call("POST", f"{project}/lifecycle-models/preview", body, data=data, as_json=as_json)


@lifecycle.command("refresh")
def refresh_model(
    model: Model, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Put everybody in their stage now."""
    _call("POST", f"{project}/lifecycle-models/{model}/refresh", data=data, as_json=as_json)


@lifecycle.command("replay")
def replay_model(
    model: Model,
    project: ProjectName,
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Compute where everybody stood at the end of every day since; what was recorded is replaced."""
    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "lifecycle replay") as target,
        working(target),
    ):
        body = {"first_on": since.date().isoformat()}
        path = f"/projects/{project}/lifecycle-models/{model}/replay"
        done = follow_job(target, project, target.call("POST", path, body)["job_id"])
        show({"state": done["state"], "note": done["note"]}, as_json=as_json)


@lifecycle.command("export")
def export_model(
    model: Model, file: FileTo, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Write a model's definition, as `preview` reads it."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "lifecycle export") as target:
            found = target.call("GET", f"/projects/{project}/lifecycle-models/{model}")
        _write(file, found["definition"] or found["draft"])
        show({"file": str(file), "version": found["version"]}, as_json=as_json)


@rfm.command("list")
def list_rfm(project: ProjectName, data: Data = None, as_json: AsJson = False) -> None:
    """List the RFM models."""
    _call("GET", f"{project}/rfm", data=data, as_json=as_json)


@rfm.command("show")
def show_rfm(
    model: Model, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Show the eight classes of a model as they are now."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "rfm show") as target:
            body = {"definition": _definition(target.call, project, model)}
            answer = target.call("POST", f"/projects/{project}/rfm/preview", body)
        show(answer, as_json=as_json, draw=draw_tables)


@rfm.command("preview")
def preview_rfm(
    source: Source, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Classify by a definition; nothing is saved."""
    with errors_shown(as_json=as_json):
        body = {"definition": read_tree(source)}
    _call("POST", f"{project}/rfm/preview", body, data=data, as_json=as_json)


@rfm.command("save")
def save_rfm(
    model: Model, source: Source, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Keep a definition under a name, and classify everybody by it."""
    with errors_shown(as_json=as_json):
        body = {"definition": read_tree(source)}
    _call("PUT", f"{project}/rfm/{model}", body, data=data, as_json=as_json)


@rfm.command("refresh")
def refresh_rfm(
    model: Model, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Classify everybody now."""
    _call("POST", f"{project}/rfm/{model}/refresh", data=data, as_json=as_json)


@rfm.command("export")
def export_rfm(
    model: Model, file: FileTo, project: ProjectName, data: Data = None, as_json: AsJson = False
) -> None:
    """Write a model's definition, as `preview` and `save` read it."""
    with errors_shown(as_json=as_json):
        with open_target(settings_of(data=data), "rfm export") as target:
            _write(file, _definition(target.call, project, model))
        show({"file": str(file)}, as_json=as_json)


def _definition(call: Any, project: str, model: str) -> Any:  # noqa: ANN401 - any JSON
    found = {each["model"]: each for each in call("GET", f"/projects/{project}/rfm")["models"]}
    if model not in found:
        from stayflow.understand.rfm import RfmModelNotFound  # noqa: PLC0415 - other commands start without it

        raise RfmModelNotFound(f'no RFM model "{model}"; known: {", ".join(found)}', path="model")
    return found[model]["definition"]


def _write(file: Path, definition: object) -> None:
    file.write_text(
        yaml.safe_dump(definition, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )


def _draw_stages(answer: dict[str, Any], console: Console) -> None:
    console.print(f"{answer['title']}  version {answer['version']}, as of {answer['refreshed_at']}")
    for each in answer["stages"]:
        console.print(f"{each['name']}  {each['people']:,}  {each['sentence']['en']}")
