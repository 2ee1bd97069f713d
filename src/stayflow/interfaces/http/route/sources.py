"""Sources: by which write key, spoken by which SDK, events come in."""

from datetime import timedelta

from stayflow.access.key import (
    Key,
    KeyKind,
    KeyNotFound,
    NewKey,
    describe_source,
    issue_key,
    list_keys,
    revoke_key,
)
from stayflow.intake.record import QualityBy, QualityTotal, quality_totals
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.source import (
    SourceAnswer,
    SourceChangeBody,
    SourceCreateBody,
    SourceDay,
    SourceList,
    SourceMade,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag

_DAY = timedelta(days=1)


def list_sources(context: InProject) -> SourceList:
    """All sources, and what came by each in the last 24 hours."""
    return SourceList(sources=_sources(context))


def get_source(key_id: str, context: InProject) -> SourceAnswer:
    """One source."""
    for source in _sources(context):
        if source.key_id == key_id:
            return source
    raise KeyNotFound(f"this project has no write key {key_id!r}", path="key_id")


def create_source(body: SourceCreateBody, context: InProject) -> SourceMade:
    """Make a source; its write key is in the answer, this once."""
    key, secret = issue_key(
        context.project,
        NewKey(KeyKind.WRITE, body.name, created_by=context.caller.actor, sdk=body.sdk),
        relational=context.app.relational,
        clock=context.app.clock,
    )
    return SourceMade(**_answer(key, None).model_dump(), write_key=secret)


def change_source(key_id: str, body: SourceChangeBody, context: InProject) -> SourceAnswer:
    """Name a source anew, or say what speaks with it."""
    source = get_source(key_id, context)
    describe_source(
        context.project,
        key_id,
        name=source.name if body.name is None else body.name,
        sdk=source.sdk if body.sdk is None else body.sdk,
        relational=context.app.relational,
    )
    return get_source(key_id, context)


def remove_source(key_id: str, context: InProject) -> None:
    """Revoke its write key; what came by it stays."""
    get_source(key_id, context)
    revoke_key(context.project, key_id, relational=context.app.relational, clock=context.app.clock)


def _sources(context: InProject) -> list[SourceAnswer]:
    keys = list_keys(context.project, relational=context.app.relational)
    totals = quality_totals(context.warehouse(), since=context.now() - _DAY, by=QualityBy.KEY)
    by_key = {each.group: each for each in totals}
    return [_answer(key, by_key.get(key.key_id)) for key in keys if key.kind is KeyKind.WRITE]


def _answer(key: Key, total: QualityTotal | None) -> SourceAnswer:
    own = {name: getattr(key, name) for name in SourceAnswer.model_fields if name != "day"}
    none = QualityTotal("", 0, 0, 0, 0, 0)
    return SourceAnswer(**own, day=SourceDay.model_validate(total or none))


_ALL = PROJECT + "/sources"
_ONE = _ALL + "/{key_id}"
ROUTES = (
    Route("GET", _ALL, list_sources, Least.VIEWER, Tag.DATA, SourceList),
    Route("POST", _ALL, create_source, Least.OWNER, Tag.DATA, SourceMade, status=201),
    Route("GET", _ONE, get_source, Least.VIEWER, Tag.DATA, SourceAnswer),
    Route("PATCH", _ONE, change_source, Least.OWNER, Tag.DATA, SourceAnswer),
    Route("DELETE", _ONE, remove_source, Least.OWNER, Tag.DATA),
)
