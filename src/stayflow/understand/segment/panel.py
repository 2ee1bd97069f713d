"""Which segments people are in: of one person for their page, of many as a column of a list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational, Transaction
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


def segments_held(relational: Relational, project: ProjectId) -> Callable[[Scope, Binder], str]:
    """Who is in which segment at its newest refresh: a SELECT of `person`, `name` ('') and `value` (the id)."""

    def sql(scope: Scope, binder: Binder) -> str:
        with relational.project(project) as tx:
            segments = [each for each in list_segments(tx) if each.version]
        parts = [
            f"SELECT person, '' AS name, {binder.bind(each.segment_id, 'String')} AS value\n"
            f"FROM ({state_sql(State.of(each), scope, binder)})"
            for each in segments
        ]
        nobody = "SELECT toUInt64(0) AS person, '' AS name, '' AS value WHERE 0"
        return "\nUNION ALL ".join(parts or [nobody])

    return sql


def segment_words(tx: Transaction) -> Mapping[tuple[str, str], Sentence]:
    """What the column and its values are called: the segments by name."""
    named = {("", each.segment_id): Sentence(each.name, each.name) for each in list_segments(tx)}
    return {("", ""): Sentence("分群", "Segments"), **named}
