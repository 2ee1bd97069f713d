"""Segments."""

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.segment import (
    SegmentAnswer,
    SegmentChangeBody,
    SegmentCreateBody,
    SegmentHistory,
    SegmentList,
)
from stayflow.interfaces.http.pending import pending
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag


def list_segments(context: InProject) -> SegmentList:
    """All segments."""
    raise pending()


def create_segment(body: SegmentCreateBody, context: InProject) -> SegmentAnswer:
    """Save a condition as a segment and compute it."""
    raise pending()


def get_segment(segment_id: str, context: InProject) -> SegmentAnswer:
    """One segment, by id or name."""
    raise pending()


def change_segment(segment_id: str, body: SegmentChangeBody, context: InProject) -> SegmentAnswer:
    """Change a segment."""
    raise pending()


def remove_segment(segment_id: str, context: InProject) -> None:
    """Remove a segment that nothing uses."""
    raise pending()


def refresh_segment(segment_id: str, context: InProject) -> SegmentAnswer:
    """Compute the segment now."""
    raise pending()


def get_segment_history(segment_id: str, context: InProject) -> SegmentHistory:
    """Its versions and sizes."""
    raise pending()


ROUTES = (
    Route("GET", PROJECT + "/segments", list_segments, Least.VIEWER, Tag.SEGMENTS, SegmentList),
    Route(
        "POST",
        PROJECT + "/segments",
        create_segment,
        Least.ANALYST,
        Tag.SEGMENTS,
        SegmentAnswer,
        status=201,
    ),
    Route(
        "GET",
        PROJECT + "/segments/{segment_id}",
        get_segment,
        Least.VIEWER,
        Tag.SEGMENTS,
        SegmentAnswer,
    ),
    Route(
        "PATCH",
        PROJECT + "/segments/{segment_id}",
        change_segment,
        Least.ANALYST,
        Tag.SEGMENTS,
        SegmentAnswer,
    ),
    Route(
        "DELETE", PROJECT + "/segments/{segment_id}", remove_segment, Least.ANALYST, Tag.SEGMENTS
    ),
    Route(
        "POST",
        PROJECT + "/segments/{segment_id}/refresh",
        refresh_segment,
        Least.ANALYST,
        Tag.SEGMENTS,
        SegmentAnswer,
    ),
    Route(
        "GET",
        PROJECT + "/segments/{segment_id}/history",
        get_segment_history,
        Least.VIEWER,
        Tag.SEGMENTS,
        SegmentHistory,
    ),
)
