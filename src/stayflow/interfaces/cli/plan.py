"""`stayflow plan`: the tracking plan 埋点方案 as files, drafted from traffic, and against reality."""

from pathlib import Path
from typing import Annotated, Any

import typer

from stayflow.interfaces.cli.options import AsJson, Data, ProjectName, settings_of
from stayflow.interfaces.cli.output import draw_tables, errors_shown, show, talk
from stayflow.interfaces.cli.target import Target, open_target
from stayflow.kernel.errors import InvalidInput

plan = typer.Typer(help="The tracking plan: which events are expected.", no_args_is_help=True)
_XLSX = ".xlsx"
Last = Annotated[str, typer.Option(help="How far back to look, such as 30d.")]


class PlanFileUnreadable(InvalidInput):
    """The file of a plan is missing, or is no text."""

    code = "plan_file_unreadable"


@plan.command("export")
def export_plan(
    project: ProjectName,
    file: Annotated[Path, typer.Argument(help="Ends in .yaml or .xlsx.")],
    data: Data = None,
) -> None:
    """Write the plan in force to a file."""
    with errors_shown(as_json=False), open_target(settings_of(data=data), "plan export") as target:
        _write(file, target.call("GET", f"/projects/{project}/plan")["plan"])


@plan.command("import")
def import_plan(
    project: ProjectName,
    file: Annotated[Path, typer.Argument(help="YAML, JSON or XLSX.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Put the plan of a file in force."""
    from stayflow.intake.plan import (  # noqa: PLC0415 - other commands start without it
        plan_as_json,
        plan_from_xlsx,
        plan_from_yaml,
    )

    with (
        errors_shown(as_json=as_json),
        open_target(settings_of(data=data), "plan import") as target,
    ):
        if not file.is_file():
            raise PlanFileUnreadable(f"there is no file {file}", path="file")
        content = file.read_bytes()
        is_workbook = file.suffix.lower() == _XLSX
        read = plan_from_xlsx(content) if is_workbook else plan_from_yaml(_text(content))
        answer = _save(target, project, plan_as_json(read))
        show({"version": answer["version"], "events": len(read.events)}, as_json=as_json)


@plan.command("draft")
def draft_plan(
    project: ProjectName,
    file: Annotated[Path | None, typer.Argument(help="Where to; .yaml or .xlsx.")] = None,
    last: Last = "30d",
    save: Annotated[bool, typer.Option("--save", help="Put it in force.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Draft a plan from what came in; what is planned already stays as it is."""
    with errors_shown(as_json=as_json), open_target(settings_of(data=data), "plan draft") as target:
        drafted = target.call("GET", f"/projects/{project}/plan/draft?last={last}")
        if file is not None:
            _write(file, drafted["plan"])
        if save:
            _save(target, project, drafted["plan"])
        told = {name: drafted[name] for name in ("added_events", "added_properties")}
        show(told, as_json=as_json)


@plan.command("diff")
def diff_plan(
    project: ProjectName, last: Last = "7d", data: Data = None, as_json: AsJson = False
) -> None:
    """Hold the plan against what came in."""
    with errors_shown(as_json=as_json), open_target(settings_of(data=data), "plan diff") as target:
        found = target.call("GET", f"/projects/{project}/plan/diff?last={last}")
        show(found, as_json=as_json, draw=draw_tables)


def _save(target: Target, project: str, plan: object) -> dict[str, Any]:
    answer: dict[str, Any] = target.call("PUT", f"/projects/{project}/plan", {"plan": plan})
    return answer


def _write(file: Path, raw: object) -> None:
    from stayflow.intake.plan import (  # noqa: PLC0415 - other commands start without it
        parse_plan,
        plan_as_xlsx,
        plan_as_yaml,
    )

    read = parse_plan(raw)
    if file.suffix.lower() == _XLSX:
        file.write_bytes(plan_as_xlsx(read))
    else:
        file.write_text(plan_as_yaml(read), encoding="utf-8")
    talk(f"written to {file}")


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanFileUnreadable(
            f"the file is no UTF-8 text: {error.reason}", path="file"
        ) from None
