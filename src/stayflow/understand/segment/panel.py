"""Which segments a person is in, for their page."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.language.statement import Binder
from stayflow.understand.profile import Reading
from stayflow.understand.segment.store import list_segments


@dataclass(frozen=True, slots=True)
class Membership:
    """The person was in a segment at its newest refresh."""

    segment_id: str
    name: str
    as_of: datetime | None


class SegmentPanel:
    """The segments the person was in at their newest refresh, by name."""

    name = "segments"

    def read(self, reading: Reading) -> tuple[Membership, ...] | None:
        """The memberships; None when the project has no refreshed segment."""
        segments = {each.segment_id: each for each in list_segments(reading.tx) if each.version}
        if not segments:
            return None
        binder = Binder()
        names = binder.bind(list(segments), "Array(String)")
        newest = binder.bind([each.version for each in segments.values()], "Array(UInt32)")
        ids = binder.bind(list(reading.ids), "Array(UInt64)")
        rows = reading.warehouse.query(
            f"SELECT DISTINCT segment_id FROM segment_members WHERE segment_id IN {names}\n"
            f"    AND version = transform(segment_id, {names}, {newest}, toUInt32(0))\n"
            f"    AND bitmapHasAny(people, bitmapBuild({ids}))",
            binder.parameters,
        ).rows
        found = [segments[segment_id] for (segment_id,) in rows]
        return tuple(
            Membership(each.segment_id, each.name, each.refreshed_at)
            for each in sorted(found, key=lambda each: each.name)
        )
