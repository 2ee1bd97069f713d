"""Which segments a person is in, for their page."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.language.statement import Binder
from stayflow.understand.profile import Reading
from stayflow.understand.segment.state import State, state_sql
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
        parts = [
            f"SELECT {binder.bind(each.segment_id, 'String')} AS id"
            f" WHERE (SELECT count() FROM ({state_sql(State.of(each), reading.scope, binder)})) > 0"
            for each in segments.values()
        ]
        rows = reading.warehouse.query("\nUNION ALL ".join(parts), binder.parameters).rows
        found = [segments[segment_id] for (segment_id,) in rows]
        return tuple(
            Membership(each.segment_id, each.name, each.refreshed_at)
            for each in sorted(found, key=lambda each: each.name)
        )
