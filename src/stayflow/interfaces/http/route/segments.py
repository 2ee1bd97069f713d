"""Segments."""

from typing import cast

from stayflow.act.campaign import campaigns_naming_segment
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.common import Json, Sentence
from stayflow.interfaces.http.model.segment import (
    SegmentAnswer,
    SegmentChangeBody,
    SegmentCreateBody,
    SegmentHistory,
    SegmentList,
    SegmentVersion,
)
from stayflow.interfaces.http.people_source import Sourced, source_people
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.kernel.errors import StayflowError
from stayflow.language.condition import describe_condition, parse_condition
from stayflow.language.sentence import Sentence as Words
from stayflow.measure.analysis import describe_who, who_people
from stayflow.stores.relational import Transaction
from stayflow.understand import segment as rooms
from stayflow.understand.segment import Segment, SegmentChange, SegmentInvalid

_GONE = Sentence(zh="条件中的名称已不存在", en="its condition names something that is gone")


def list_segments(context: InProject) -> SegmentList:
    """All segments."""
    with context.transaction() as tx:
        return SegmentList(
            segments=[_answer(context, tx, each) for each in rooms.list_segments(tx)]
        )


def create_segment(body: SegmentCreateBody, context: InProject) -> SegmentAnswer:
    """Save a condition, or the people behind a number, as a segment and compute it."""
    given = [body.condition, body.query, body.source]
    if len([each for each in given if each is not None]) != 1:
        raise SegmentInvalid("give one of condition, query with who, and source", path="condition")
    scope, warehouse = context.scope(), context.warehouse()
    fixed = _fixed(body, context)
    with context.transaction() as tx:
        if fixed is not None:
            made = rooms.create_fixed_segment(
                tx,
                body.name,
                at=context.now(),
                by=context.caller.actor,
                note=body.description,
                said=fixed.said,
            )
            rooms.fill_segment(tx, made.segment_id, fixed.people, scope=scope, warehouse=warehouse)
        else:
            made = rooms.create_segment(
                tx,
                body.name,
                body.condition,
                scope=scope,
                by=context.caller.actor,
                note=body.description,
            )
            rooms.refresh_segment(tx, made.segment_id, scope=scope, warehouse=warehouse)
        return _answer(context, tx, rooms.get_segment(tx, made.segment_id))


def _fixed(body: SegmentCreateBody, context: InProject) -> Sourced | None:
    """The people of a fixed list, and what they were taken from; None for a condition."""
    if body.source is not None:
        return source_people(context, body.source)
    if body.query is None:
        return None
    scope = context.scope()
    people = who_people(body.query, scope=scope, warehouse=context.warehouse())
    zh, en = (describe_who(body.query, lang, scope=scope) for lang in ("zh", "en"))
    return Sourced(people, Words(zh, en))


def get_segment(segment_id: str, context: InProject) -> SegmentAnswer:
    """One segment, by id or name."""
    with context.transaction() as tx:
        return _answer(context, tx, rooms.get_segment(tx, segment_id))


def change_segment(segment_id: str, body: SegmentChangeBody, context: InProject) -> SegmentAnswer:
    """Change a segment; a new condition is computed at once."""
    change = SegmentChange(name=body.name, note=body.description, condition=body.condition)
    scope = context.scope()
    with context.transaction() as tx:
        changed = rooms.change_segment(tx, segment_id, change, scope=scope)
        if body.condition is not None:
            rooms.refresh_segment(
                tx, changed.segment_id, scope=scope, warehouse=context.warehouse()
            )
        return _answer(context, tx, rooms.get_segment(tx, changed.segment_id))


def remove_segment(segment_id: str, context: InProject) -> None:
    """Remove a segment that nothing uses."""
    with context.transaction() as tx:
        rooms.remove_segment(tx, segment_id, uses=[campaigns_naming_segment])


def refresh_segment(segment_id: str, context: InProject) -> SegmentAnswer:
    """Compute the segment now."""
    with context.transaction() as tx:
        rooms.refresh_segment(tx, segment_id, scope=context.scope(), warehouse=context.warehouse())
        return _answer(context, tx, rooms.get_segment(tx, segment_id))


def get_segment_history(segment_id: str, context: InProject) -> SegmentHistory:
    """Its versions and sizes."""
    with context.transaction() as tx:
        found = rooms.get_segment(tx, segment_id)
        versions = rooms.list_versions(tx, found.segment_id)
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
        ]
    )


def _answer(context: InProject, tx: Transaction, segment: Segment) -> SegmentAnswer:
    return SegmentAnswer(
        segment_id=segment.segment_id,
        name=segment.name,
        description=segment.note,
        condition=cast("dict[str, Json] | None", segment.condition),
        sentence=_sentence(context, segment),
        people=segment.people_count,
        version=segment.version,
        refreshed_at=segment.refreshed_at,
        created_at=segment.created_at,
        used_by=list(campaigns_naming_segment(tx, segment)),
    )


def _sentence(context: InProject, segment: Segment) -> Sentence:
    if segment.condition is None:
        said = segment.said or Words(segment.note or "固定名单", segment.note or "a fixed list")
        return Sentence(zh=said.zh, en=said.en)
    try:
        condition = parse_condition(segment.condition, "condition", facets=context.scope().facets)
    except StayflowError:
        return _GONE
    return Sentence(zh=describe_condition(condition, "zh"), en=describe_condition(condition, "en"))


_ALL = PROJECT + "/segments"
_ONE = _ALL + "/{segment_id}"
ROUTES = (
    Route("GET", _ALL, list_segments, Least.VIEWER, Tag.SEGMENTS, SegmentList),
    Route("POST", _ALL, create_segment, Least.ANALYST, Tag.SEGMENTS, SegmentAnswer, status=201),
    Route("GET", _ONE, get_segment, Least.VIEWER, Tag.SEGMENTS, SegmentAnswer),
    Route("PATCH", _ONE, change_segment, Least.ANALYST, Tag.SEGMENTS, SegmentAnswer),
    Route("DELETE", _ONE, remove_segment, Least.ANALYST, Tag.SEGMENTS),
    Route("POST", _ONE + "/refresh", refresh_segment, Least.ANALYST, Tag.SEGMENTS, SegmentAnswer),
    Route(
        "GET", _ONE + "/history", get_segment_history, Least.VIEWER, Tag.SEGMENTS, SegmentHistory
    ),
)
