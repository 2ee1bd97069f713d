"""Segments."""

from stayflow.app import USES
from stayflow.intake.identify import find_people
from stayflow.interfaces.http.context import InProject, ProjectContext
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.segment import (
    IdentityList,
    SegmentAnswer,
    SegmentChangeBody,
    SegmentCreateBody,
    SegmentEditions,
    SegmentFillBody,
    SegmentHistory,
    SegmentHourShape,
    SegmentList,
    SegmentRefreshShape,
    SegmentVersion,
)
from stayflow.interfaces.http.people_source import Sourced, source_people
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.interfaces.http.segment_page import draw_edition, draw_segment
from stayflow.interfaces.http.shown import meant_by
from stayflow.language.sentence import Sentence as Words
from stayflow.measure.analysis import describe_who, who_people
from stayflow.stores.relational import Transaction
from stayflow.understand import segment as rooms
from stayflow.understand.segment import (
    Plan,
    Refresh,
    Segment,
    SegmentChange,
    SegmentInvalid,
    given_people,
)


def list_segments(context: InProject) -> SegmentList:
    """All segments."""
    with context.transaction() as tx:
        return SegmentList(
            segments=[draw_segment(context, tx, each) for each in rooms.list_segments(tx)]
        )


def create_segment(body: SegmentCreateBody, context: InProject) -> SegmentAnswer:
    """Save a condition, an operation over segments, or a list of people as a segment; and compute it."""
    given = [body.condition, body.algebra, body.query, body.source, body.identities]
    if len([each for each in given if each is not None]) != 1:
        raise SegmentInvalid(
            "give one of condition, algebra, query with who, source and identities",
            path="condition",
        )
    fixed, unknown = _fixed(body, context)
    scope, warehouse = context.scope(), context.warehouse()
    with context.transaction() as tx:
        made = _made(tx, body, fixed, context)
        if fixed is not None:
            rooms.fill_segment(tx, made.segment_id, fixed.people, scope=scope, warehouse=warehouse)
        else:
            rooms.refresh_segment(tx, made.segment_id, scope=scope, warehouse=warehouse)
            if body.refresh is not None:
                change = SegmentChange(refresh=_plan(body.refresh))
                rooms.change_segment(
                    tx, made.segment_id, change, scope=scope, by=context.caller.actor
                )
        found = rooms.get_segment(tx, made.segment_id)
        return draw_segment(context, tx, found, unknown=unknown)


def get_segment(segment_id: str, context: InProject) -> SegmentAnswer:
    """One segment, by id or name."""
    with context.transaction() as tx:
        return draw_segment(context, tx, rooms.get_segment(tx, segment_id))


def change_segment(segment_id: str, body: SegmentChangeBody, context: InProject) -> SegmentAnswer:
    """Change a segment; a new definition is computed at once."""
    change = SegmentChange(
        name=body.name,
        note=body.description,
        condition=body.condition,
        algebra=body.algebra,
        refresh=None if body.refresh is None else _plan(body.refresh),
    )
    scope = context.scope()
    with context.transaction() as tx:
        changed = rooms.change_segment(tx, segment_id, change, scope=scope, by=context.caller.actor)
        is_live = change.refresh is not None and change.refresh.how is Refresh.LIVE
        if body.condition is not None or body.algebra is not None or is_live:
            rooms.refresh_segment(
                tx,
                changed.segment_id,
                scope=scope,
                warehouse=context.warehouse(),
                cause=f"version {changed.edition}",
            )
        return draw_segment(context, tx, rooms.get_segment(tx, changed.segment_id))


def remove_segment(segment_id: str, context: InProject) -> None:
    """Remove a segment that nothing uses."""
    with context.transaction() as tx:
        rooms.remove_segment(tx, segment_id, uses=USES)


def refresh_segment(segment_id: str, context: InProject) -> SegmentAnswer:
    """Compute the segment now."""
    with context.transaction() as tx:
        rooms.refresh_segment(tx, segment_id, scope=context.scope(), warehouse=context.warehouse())
        return draw_segment(context, tx, rooms.get_segment(tx, segment_id))


def fill_segment(segment_id: str, body: SegmentFillBody, context: InProject) -> SegmentAnswer:
    """Give a fixed list other people."""
    fixed, unknown = _fixed(body, context)
    if fixed is None or (body.source is not None and body.identities is not None):
        raise SegmentInvalid("give one of source and identities", path="source")
    with context.transaction() as tx:
        rooms.fill_segment(
            tx, segment_id, fixed.people, scope=context.scope(), warehouse=context.warehouse()
        )
        return draw_segment(context, tx, rooms.get_segment(tx, segment_id), unknown=unknown)


def get_segment_history(segment_id: str, context: InProject) -> SegmentHistory:
    """Its sizes: when everybody was computed, and hour by hour in real time."""
    with context.transaction() as tx:
        found = rooms.get_segment(tx, segment_id)
        versions = rooms.list_versions(tx, found.segment_id)
        hours = rooms.list_hours(tx, found.segment_id)
    return SegmentHistory(
        versions=[
            SegmentVersion(
                version=each.version,
                at=each.at,
                people=each.people_count,
                entered=each.entered_count,
                left=each.left_count,
            )
            for each in versions
        ],
        hours=[
            SegmentHourShape(
                hour=each.hour,
                people=each.people_count,
                entered=each.entered_count,
                left=each.left_count,
            )
            for each in hours
        ],
    )


def list_segment_editions(segment_id: str, context: InProject) -> SegmentEditions:
    """What the segment was defined as, and who changed it."""
    with context.transaction() as tx:
        found = rooms.get_segment(tx, segment_id)
        editions = rooms.list_editions(tx, found.segment_id)
    return SegmentEditions(editions=[draw_edition(each) for each in editions])


def _made(
    tx: Transaction, body: SegmentCreateBody, fixed: Sourced | None, context: ProjectContext
) -> Segment:
    by, note = context.caller.actor, body.description
    if fixed is not None:
        return rooms.create_fixed_segment(
            tx, body.name, at=context.now(), by=by, note=note, said=fixed.said
        )
    scope = context.scope()
    if body.algebra is not None:
        return rooms.create_joined_segment(
            tx, body.name, body.algebra, scope=scope, by=by, note=note
        )
    return rooms.create_segment(tx, body.name, body.condition, scope=scope, by=by, note=note)


def _fixed(
    body: SegmentCreateBody | SegmentFillBody, context: ProjectContext
) -> tuple[Sourced | None, int | None]:
    """The people of a fixed list and what they were taken from; of identities, how many nobody has."""
    if body.source is not None:
        return source_people(context, body.source), None
    if body.identities is not None:
        return _identified(body.identities, context)
    if not isinstance(body, SegmentCreateBody) or body.query is None:
        return None, None
    scope = context.scope()
    meant = meant_by(context, body.query)  # the words stay as whoever asks sees them
    people = who_people(meant, scope=scope, warehouse=context.warehouse())
    zh, en = (describe_who(body.query, lang, scope=scope) for lang in ("zh", "en"))
    return Sourced(people, Words(zh, en)), None


def _identified(asked: IdentityList, context: ProjectContext) -> tuple[Sourced, int]:
    values = list(dict.fromkeys(value for each in asked.values if (value := each.strip())))
    with context.transaction() as tx:
        found = find_people(tx, asked.kind, values)
    count, unknown = len(values), len(values) - len(found)
    said = Words(
        f"上传的 {count} 个{asked.kind}标识，{unknown} 个无人拥有",
        f"{count} uploaded identities of the kind {asked.kind}, {unknown} of which nobody has",
    )
    return Sourced(given_people(sorted(set(found.values()))), said), unknown


def _plan(asked: SegmentRefreshShape) -> Plan:
    return Plan(Refresh(asked.how), asked.at)


_ALL = PROJECT + "/segments"
_ONE = _ALL + "/{segment_id}"
_ANALYST, _VIEWER, _TAG = Least.ANALYST, Least.VIEWER, Tag.SEGMENTS
ROUTES = (
    Route("GET", _ALL, list_segments, _VIEWER, _TAG, SegmentList),
    Route("POST", _ALL, create_segment, _ANALYST, _TAG, SegmentAnswer, status=201),
    Route("GET", _ONE, get_segment, _VIEWER, _TAG, SegmentAnswer),
    Route("PATCH", _ONE, change_segment, _ANALYST, _TAG, SegmentAnswer),
    Route("DELETE", _ONE, remove_segment, _ANALYST, _TAG),
    Route("POST", _ONE + "/refresh", refresh_segment, _ANALYST, _TAG, SegmentAnswer),
    Route("PUT", _ONE + "/people", fill_segment, _ANALYST, _TAG, SegmentAnswer),
    Route("GET", _ONE + "/history", get_segment_history, _VIEWER, _TAG, SegmentHistory),
    Route("GET", _ONE + "/editions", list_segment_editions, _VIEWER, _TAG, SegmentEditions),
)
