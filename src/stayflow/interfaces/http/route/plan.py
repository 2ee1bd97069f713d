"""The tracking plan 埋点方案: read, saved, drafted from traffic, compared with it, and exchanged."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import Form, Query, Response, UploadFile

from stayflow.intake.plan import (
    ObservedEvent,
    PlanInvalid,
    SavedPlan,
    TrackingPlan,
    compare_plan,
    draft_plan,
    parse_plan,
    plan_as_json,
    plan_as_xlsx,
    plan_as_yaml,
    plan_from_xlsx,
    plan_from_yaml,
    read_plan,
    save_plan,
)
from stayflow.intake.record import list_named_events, observe_events
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.plan import (
    PlanAnswer,
    PlanBody,
    PlanDiffAnswer,
    PlanDifferenceShape,
    PlanDraft,
    PlanImported,
    PlanShape,
    SeenShape,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.language.window import parse_range

_FILE_MAX = 20_000_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ZIP = b"PK"


class PlanFile(StrEnum):
    """As which file a plan is written."""

    YAML = "yaml"
    XLSX = "xlsx"


def get_plan(context: InProject) -> PlanAnswer:
    """The plan in force, and where each event was last seen."""
    saved = _saved(context)
    with context.transaction() as tx:
        named = list_named_events(tx)
    return PlanAnswer(
        plan=_shape(saved.plan),
        version=saved.version,
        changed_at=saved.changed_at,
        changed_by=saved.changed_by,
        seen=[
            SeenShape(
                event=each.name,
                count=each.count,
                last_at=each.last_seen_at,
                source=each.last_source,
                key_id=each.last_key,
            )
            for each in named
        ],
    )


def put_plan(body: PlanBody, context: InProject) -> PlanAnswer:
    """Save the whole plan; it holds from the next batch on."""
    plan = parse_plan(body.plan.model_dump())
    with context.transaction() as tx:
        save_plan(tx, plan, after=body.version, by=context.caller.actor, now=context.now())
    return get_plan(context)


def draft_plan_from_traffic(context: InProject, last: str = "30d") -> PlanDraft:
    """The plan with the events and properties that came in added; nothing is saved."""
    _, observed = _observed(context, last)
    before = _saved(context).plan
    drafted = draft_plan(before, observed)
    known = {each.name for each in before.events}
    count = sum(len(each.properties) for each in drafted.events)
    return PlanDraft(
        plan=_shape(drafted),
        added_events=[each.name for each in drafted.events if each.name not in known],
        added_properties=count - sum(len(each.properties) for each in before.events),
    )


def get_plan_diff(context: InProject, last: str = "7d") -> PlanDiffAnswer:
    """Plan against reality: what came and is not planned, what is planned and did not come."""
    since, observed = _observed(context, last)
    found = compare_plan(_saved(context).plan, observed)
    return PlanDiffAnswer(
        since=since, differences=[PlanDifferenceShape.model_validate(each) for each in found]
    )


def export_plan(
    context: InProject,
    as_: Annotated[PlanFile, Query(alias="as")] = PlanFile.YAML,
) -> Response:
    """The plan as a file."""
    plan = _saved(context).plan
    name = f"plan-{context.project}.{as_}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if as_ is PlanFile.XLSX:
        return Response(plan_as_xlsx(plan), media_type=_XLSX, headers=headers)
    return Response(plan_as_yaml(plan), media_type="application/yaml", headers=headers)


def import_plan(
    context: InProject,
    file: UploadFile,
    dry_run: Annotated[bool, Form(description="Only say what would change")] = False,
    version: Annotated[int | None, Form(description="It was changed from")] = None,
) -> PlanImported:
    """Read a plan from YAML or XLSX and put it in force."""
    content = file.file.read(_FILE_MAX + 1)
    if len(content) > _FILE_MAX:
        raise PlanInvalid(f"the file is larger than {_FILE_MAX:,} bytes", path="file")
    plan = plan_from_xlsx(content) if content[:2] == _ZIP else plan_from_yaml(_text(content))
    before = _saved(context)
    after = before
    if not dry_run:
        with context.transaction() as tx:
            after = save_plan(tx, plan, after=version, by=context.caller.actor, now=context.now())
    old = {each.name: each for each in before.plan.events}
    new = {each.name: each for each in plan.events}
    return PlanImported(
        plan=_shape(plan),
        version=after.version,
        added=[name for name in new if name not in old],
        removed=[name for name in old if name not in new],
        changed=[name for name, each in new.items() if name in old and old[name] != each],
        saved=not dry_run,
    )


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanInvalid(f"the file is no UTF-8 text: {error.reason}", path="file") from None


def _saved(context: InProject) -> SavedPlan:
    with context.transaction() as tx:
        return read_plan(tx)


def _observed(context: InProject, last: str) -> tuple[datetime, list[ObservedEvent]]:
    scope = context.scope()
    since, _ = parse_range({"last": last}, "last").bounds(scope.zone, scope.now)
    return since, observe_events(context.warehouse(), since=since)


def _shape(plan: TrackingPlan) -> PlanShape:
    return PlanShape.model_validate(plan_as_json(plan))


_PLAN = PROJECT + "/plan"
ROUTES = (
    Route("GET", _PLAN, get_plan, Least.VIEWER, Tag.DATA, PlanAnswer),
    Route("PUT", _PLAN, put_plan, Least.OPERATOR, Tag.DATA, PlanAnswer),
    Route("GET", _PLAN + "/draft", draft_plan_from_traffic, Least.ANALYST, Tag.DATA, PlanDraft),
    Route("GET", _PLAN + "/diff", get_plan_diff, Least.VIEWER, Tag.DATA, PlanDiffAnswer),
    Route("GET", _PLAN + "/export", export_plan, Least.VIEWER, Tag.DATA, PlanShape, described=True),
    Route("POST", _PLAN + "/import", import_plan, Least.OPERATOR, Tag.DATA, PlanImported),
)
