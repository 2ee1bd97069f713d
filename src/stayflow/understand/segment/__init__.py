"""Segments: saved conditions, other segments joined by algebra, and fixed lists; with their history.

Owns `segments`, `segment_editions`, `segment_versions` and `segment_hours` (PostgreSQL), `segment_members` (ClickHouse:
a bitmap per version) and `segment_changes` (who entered and left, change by change). A version is everybody computed;
between versions a segment set to real time writes only who moved. Who is in a segment is its newest version and the
changes since. A saved condition is always compiled live where a segment is used (conditions, campaigns).
"""

from stayflow.understand.segment.algebra import (
    Operation,
    describe_algebra,
    read_algebra,
    segments_of,
)
from stayflow.understand.segment.change import (
    Plan,
    SegmentChange,
    UseFinder,
    change_segment,
    create_fixed_segment,
    create_joined_segment,
    create_segment,
    named_segments,
    names_segment,
    parts_of,
    remove_segment,
    users_of,
)
from stayflow.understand.segment.changes import MemberChange, page_changes
from stayflow.understand.segment.errors import (
    SegmentInUse,
    SegmentInvalid,
    SegmentNameTaken,
    SegmentNotFound,
)
from stayflow.understand.segment.facet import SegmentClause, SegmentFacet
from stayflow.understand.segment.live import has_live_segments, in_order, refresh_live_segments
from stayflow.understand.segment.model import (
    NIGHTLY,
    Estimate,
    MemberPage,
    Refresh,
    Segment,
    SegmentEdition,
    SegmentHour,
    SegmentVersion,
)
from stayflow.understand.segment.panel import Membership, SegmentPanel
from stayflow.understand.segment.queries import (
    Part,
    changed_people,
    estimate_people,
    given_people,
    members_at,
    members_of,
    page_members,
    version_people,
)
from stayflow.understand.segment.refresh import fill_segment, refresh_segment, segment_people
from stayflow.understand.segment.store import (
    find_segment,
    get_segment,
    list_editions,
    list_hours,
    list_segments,
    list_versions,
)

__all__ = [
    "NIGHTLY",
    "Estimate",
    "MemberChange",
    "MemberPage",
    "Membership",
    "Operation",
    "Part",
    "Plan",
    "Refresh",
    "Segment",
    "SegmentChange",
    "SegmentClause",
    "SegmentEdition",
    "SegmentFacet",
    "SegmentHour",
    "SegmentInUse",
    "SegmentInvalid",
    "SegmentNameTaken",
    "SegmentNotFound",
    "SegmentPanel",
    "SegmentVersion",
    "UseFinder",
    "change_segment",
    "changed_people",
    "create_fixed_segment",
    "create_joined_segment",
    "create_segment",
    "describe_algebra",
    "estimate_people",
    "fill_segment",
    "find_segment",
    "get_segment",
    "given_people",
    "has_live_segments",
    "in_order",
    "list_editions",
    "list_hours",
    "list_segments",
    "list_versions",
    "members_at",
    "members_of",
    "named_segments",
    "names_segment",
    "page_changes",
    "page_members",
    "parts_of",
    "read_algebra",
    "refresh_live_segments",
    "refresh_segment",
    "remove_segment",
    "segment_people",
    "segments_of",
    "users_of",
    "version_people",
]
