"""Segments: saved conditions and fixed lists, with their sizes over time.

Owns `segments`, `segment_versions` (PostgreSQL) and `segment_members` (ClickHouse: a bitmap per version).
A saved condition is always compiled live where a segment is used (conditions, campaigns); its versions
are what the segment's page shows: size, members and history as of the last refresh.
"""

from stayflow.understand.segment.change import (
    SegmentChange,
    UseFinder,
    change_segment,
    create_fixed_segment,
    create_segment,
    named_segments,
    names_segment,
    remove_segment,
)
from stayflow.understand.segment.changes import MemberChange, page_changes
from stayflow.understand.segment.errors import (
    SegmentInUse,
    SegmentInvalid,
    SegmentNameTaken,
    SegmentNotFound,
)
from stayflow.understand.segment.facet import SegmentClause, SegmentFacet
from stayflow.understand.segment.model import Estimate, MemberPage, Segment, SegmentVersion
from stayflow.understand.segment.panel import Membership, SegmentPanel
from stayflow.understand.segment.queries import (
    Part,
    estimate_people,
    given_people,
    page_members,
    version_people,
)
from stayflow.understand.segment.refresh import fill_segment, refresh_segment, segment_people
from stayflow.understand.segment.store import (
    find_segment,
    get_segment,
    list_segments,
    list_versions,
)

__all__ = [
    "Estimate",
    "MemberChange",
    "MemberPage",
    "Membership",
    "Part",
    "Segment",
    "SegmentChange",
    "SegmentClause",
    "SegmentFacet",
    "SegmentInUse",
    "SegmentInvalid",
    "SegmentNameTaken",
    "SegmentNotFound",
    "SegmentPanel",
    "SegmentVersion",
    "UseFinder",
    "change_segment",
    "create_fixed_segment",
    "create_segment",
    "estimate_people",
    "fill_segment",
    "find_segment",
    "get_segment",
    "given_people",
    "list_segments",
    "list_versions",
    "named_segments",
    "names_segment",
    "page_changes",
    "page_members",
    "refresh_segment",
    "remove_segment",
    "segment_people",
    "version_people",
]
