"""A segment handed over once: the people who were in it when somebody asked, and what for.

Its feed, `members:` and the id of the export, has one fact a person: it stays the same whatever becomes of the
segment, so that a delivery that goes again has the same rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stayflow.act.destination import store
from stayflow.act.destination.errors import DestinationInvalid
from stayflow.act.destination.model import MEMBERS, MINOR_MAX, Destination, Key
from stayflow.kernel.ids import new_id
from stayflow.stores.relational import Transaction
from stayflow.understand.segment import Segment

END: Final[Key] = (1, MINOR_MAX)
"""Behind the last person of an export."""
PURPOSE_MIN: Final = 3


@dataclass(frozen=True, slots=True)
class MembersExport:
    """A segment that goes to a destination once.

    Attributes:
        destination: What the destination is called.
        change: The people are those in the segment after this change of it.
        people: How many they were.
        purpose: What they are handed over for.
        is_planned: Whether every person has gone into a delivery.
    """

    export_id: str
    destination_id: str
    destination: str
    segment_id: str
    segment: str
    change: int
    people: int
    purpose: str
    at: datetime
    by: str
    is_planned: bool

    @property
    def feed(self) -> str:
        """The feed of its people."""
        return MEMBERS + self.export_id


def export_members(
    tx: Transaction,
    destination: Destination,
    segment: Segment,
    *,
    purpose: str,
    by: str,
    now: datetime,
) -> MembersExport:
    """Hand the people of a segment over to a destination, once, with its next deliveries.

    Raises:
        DestinationInvalid: No purpose is said, or the segment was never computed.
    """
    if len(purpose.strip()) < PURPOSE_MIN:
        raise DestinationInvalid("say what the list is for", path="purpose")
    if segment.change == 0:
        raise DestinationInvalid(f'segment "{segment.name}" was not computed yet', path="segment")
    export_id = new_id()
    tx.execute(
        """
        insert into destination_exports (export_id, destination_id, segment_id, segment, change, people,
            purpose, at, by)
        values (%(id)s, %(destination)s, %(segment_id)s, %(segment)s, %(change)s, %(people)s, %(purpose)s,
            %(at)s, %(by)s)
        """,
        {
            "id": export_id,
            "destination": destination.destination_id,
            "segment_id": segment.segment_id,
            "segment": segment.name,
            "change": segment.change,
            "people": segment.people_count or 0,
            "purpose": purpose.strip(),
            "at": now,
            "by": by,
        },
    )
    store.move_positions(tx, destination.destination_id, {MEMBERS + export_id: (0, MINOR_MAX)})
    return list_member_exports(tx, segment.segment_id, limit=1)[0]


def list_member_exports(
    tx: Transaction, segment_id: str, *, limit: int = 50
) -> list[MembersExport]:
    """Where a segment was handed over to, the newest first."""
    return tx.all(
        MembersExport,
        f"{_EXPORT} where e.segment_id = %(id)s order by e.at desc, e.export_id desc limit %(limit)s",
        {"id": segment_id, "limit": limit},
    )


def unfinished_exports(
    tx: Transaction, destination_id: str, at: Mapping[str, Key]
) -> dict[str, MembersExport]:
    """The exports of a destination that have people left, by feed, the oldest first.

    Args:
        tx: The project's.
        destination_id: The destination.
        at: Where its feeds stand.
    """
    waiting = [
        feed.removeprefix(MEMBERS)
        for feed, key in at.items()
        if feed.startswith(MEMBERS) and key < END
    ]
    if not waiting:
        return {}
    return _by_feed(tx, destination_id, waiting)


def find_export(tx: Transaction, destination_id: str, feed: str) -> MembersExport | None:
    """The export of a feed; None once it is gone."""
    return _by_feed(tx, destination_id, [feed.removeprefix(MEMBERS)]).get(feed)


def _by_feed(tx: Transaction, destination_id: str, ids: list[str]) -> dict[str, MembersExport]:
    found = tx.all(
        MembersExport,
        f"{_EXPORT} where e.destination_id = %(destination)s and e.export_id = any(%(ids)s)"
        " order by e.at, e.export_id",
        {"destination": destination_id, "ids": ids},
    )
    return {each.feed: each for each in found}


_EXPORT: Final = """
    select e.export_id, e.destination_id, d.name as destination, e.segment_id, e.segment, e.change, e.people,
        e.purpose, e.at, e.by, coalesce(p.major >= 1 and p.minor >= 18446744073709551615, true) as is_planned
    from destination_exports e
    join destinations d on d.destination_id = e.destination_id
    left join destination_positions p
        on p.destination_id = e.destination_id and p.feed = 'members:' || e.export_id
"""
