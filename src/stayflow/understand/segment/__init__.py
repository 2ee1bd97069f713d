"""Segments: saved conditions, other segments joined by algebra, and fixed lists; with their history.

Owns `segments`, `segment_editions`, `segment_versions`, `segment_hours` and `segment_exports` (PostgreSQL),
`segment_members` (ClickHouse: a bitmap per version) and `segment_changes` (who entered and left, change by change). A
version is everybody computed; between versions a segment set to real time writes only who moved. Who is in a segment
is its newest version and the changes since. A saved condition is always compiled live where a segment is used.
"""

from stayflow.understand.segment.algebra import (
    Operation,
    algebra_people,
    as_condition,
    describe_algebra,
    parse_algebra,
    read_algebra,
    segments_of,
)
from stayflow.understand.segment.change import (
    Plan,
    SegmentChange,
    as_thing,
    change_segment,
    create_fixed_segment,
    create_joined_segment,
    create_segment,
    remove_segment,
    segment_uses,
)
from stayflow.understand.segment.changes import MemberChange, page_changes, page_members_after
from stayflow.understand.segment.errors import (
    SegmentInUse,
    SegmentInvalid,
    SegmentNameTaken,
    SegmentNotFound,
)
from stayflow.understand.segment.export import (
    Export,
    ExportNotFound,
    ExportReading,
    ExportTooSmall,
    ExportWish,
    ask_for_export,
    get_export,
    list_exports,
    note_written,
    write_export,
)
from stayflow.understand.segment.facet import SegmentClause, SegmentFacet
from stayflow.understand.segment.facts import segment_facts
from stayflow.understand.segment.holdings import SEGMENT_HOLDINGS
from stayflow.understand.segment.live import (
    has_live_segments,
    in_order,
    refresh_everybody,
    refresh_live_segments,
)
from stayflow.understand.segment.model import (
    NIGHTLY,
    Estimate,
    Refresh,
    Segment,
    SegmentEdition,
    SegmentHour,
    SegmentVersion,
)
from stayflow.understand.segment.overlap import Overlap, overlap_people, overlap_segments
from stayflow.understand.segment.panel import (
    Membership,
    SegmentPanel,
    segment_words,
    segments_held,
)
from stayflow.understand.segment.queries import (
    Part,
    changed_people,
    estimate_people,
    given_people,
    members_at,
    members_of,
    version_people,
)
from stayflow.understand.segment.refresh import (
    fill_segment,
    recount_people,
    refresh_segment,
    segment_people,
)
from stayflow.understand.segment.schedule import due_segments, is_nightly
from stayflow.understand.segment.split import SegmentSplit
from stayflow.understand.segment.store import (
    find_segment,
    get_segment,
    list_editions,
    list_hours,
    list_segments,
    list_versions,
)
from stayflow.understand.segment.traits import (
    Profile,
    Trait,
    TraitSource,
    find_source,
    name_traits,
    profile_segment,
    say_trait,
    trait_people,
)

__all__ = [
    "NIGHTLY",
    "SEGMENT_HOLDINGS",
    "Estimate",
    "Export",
    "ExportNotFound",
    "ExportReading",
    "ExportTooSmall",
    "ExportWish",
    "MemberChange",
    "Membership",
    "Operation",
    "Overlap",
    "Part",
    "Plan",
    "Profile",
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
    "SegmentSplit",
    "SegmentVersion",
    "Trait",
    "TraitSource",
    "algebra_people",
    "as_condition",
    "as_thing",
    "ask_for_export",
    "change_segment",
    "changed_people",
    "create_fixed_segment",
    "create_joined_segment",
    "create_segment",
    "describe_algebra",
    "due_segments",
    "estimate_people",
    "fill_segment",
    "find_segment",
    "find_source",
    "get_export",
    "get_segment",
    "given_people",
    "has_live_segments",
    "in_order",
    "is_nightly",
    "list_editions",
    "list_exports",
    "list_hours",
    "list_segments",
    "list_versions",
    "members_at",
    "members_of",
    "name_traits",
    "note_written",
    "overlap_people",
    "overlap_segments",
    "page_changes",
    "page_members_after",
    "parse_algebra",
    "profile_segment",
    "read_algebra",
    "recount_people",
    "refresh_everybody",
    "refresh_live_segments",
    "refresh_segment",
    "remove_segment",
    "say_trait",
    "segment_facts",
    "segment_people",
    "segment_uses",
    "segment_words",
    "segments_held",
    "segments_of",
    "trait_people",
    "version_people",
    "write_export",
]
