"""This room's statements on PostgreSQL."""

import json
from datetime import datetime

from stayflow.kernel.errors import nearest
from stayflow.language.raw import JsonObject
from stayflow.stores.relational import Transaction
from stayflow.understand.segment.errors import SegmentNotFound
from stayflow.understand.segment.model import Segment, SegmentVersion

SEGMENT = """
    select s.segment_id, s.name, s.note, s.condition, s.created_at, s.created_by, s.changed_at, s.version,
           s.said_zh, s.said_en, v.people_count, v.at as refreshed_at
    from segments s
    left join segment_versions v on v.segment_id = s.segment_id and v.version = s.version
"""


def list_segments(tx: Transaction) -> list[Segment]:
    """Every segment, the newest first."""
    return tx.all(Segment, f"{SEGMENT} order by s.created_at desc, s.segment_id desc")


def find_segment(tx: Transaction, name_or_id: str) -> Segment | None:
    """The segment of this id or name; None when there is none."""
    found = tx.all(
        Segment, f"{SEGMENT} where s.segment_id = %(key)s or s.name = %(key)s", {"key": name_or_id}
    )
    found.sort(key=lambda segment: segment.segment_id != name_or_id)
    return found[0] if found else None


def get_segment(tx: Transaction, name_or_id: str, *, path: str | None = None) -> Segment:
    """The segment of this id or name.

    Raises:
        SegmentNotFound: There is none; the message lists the nearest.
    """
    found = find_segment(tx, name_or_id)
    if found is not None:
        return found
    names = [name for (name,) in tx.rows("select name from segments")]
    raise SegmentNotFound(f'unknown segment "{name_or_id}"{nearest(name_or_id, names)}', path=path)


def add_row(tx: Transaction, segment: Segment) -> bool:
    """Store a new segment; False when its name is taken."""
    return bool(
        tx.execute(
            """
            insert into segments (segment_id, name, note, condition, created_at, created_by, changed_at,
                said_zh, said_en)
            values (%(segment_id)s, %(name)s, %(note)s, %(condition)s::jsonb, %(at)s, %(by)s, %(at)s,
                %(said_zh)s, %(said_en)s)
            on conflict (project_id, name) do nothing
            """,
            {
                "segment_id": segment.segment_id,
                "name": segment.name,
                "note": segment.note,
                "condition": as_json(segment.condition),
                "at": segment.created_at,
                "by": segment.created_by,
                "said_zh": segment.said_zh,
                "said_en": segment.said_en,
            },
        )
    )


def change_row(tx: Transaction, segment: Segment) -> None:
    """Store the changed name, note and condition of a segment."""
    tx.execute(
        """
        update segments set name = %(name)s, note = %(note)s, condition = %(condition)s::jsonb, changed_at = %(at)s
        where segment_id = %(segment_id)s
        """,
        {
            "segment_id": segment.segment_id,
            "name": segment.name,
            "note": segment.note,
            "condition": as_json(segment.condition),
            "at": segment.changed_at,
        },
    )


def remove_row(tx: Transaction, segment_id: str) -> None:
    """Remove a segment with its history."""
    tx.execute("delete from segments where segment_id = %(id)s", {"id": segment_id})


def lock_version(tx: Transaction, segment_id: str) -> int:
    """The newest version of a segment, held until the transaction ends: two refreshes follow one another."""
    return int(
        tx.value(
            "select version from segments where segment_id = %(id)s for update", {"id": segment_id}
        )
    )


def add_version(tx: Transaction, segment_id: str, version: SegmentVersion) -> None:
    """Record a refresh."""
    row = {
        "id": segment_id,
        "version": version.version,
        "at": version.at,
        "people": version.people_count,
        "entered": version.entered_count,
        "gone": version.left_count,
    }
    tx.execute(
        """
        insert into segment_versions (segment_id, version, at, people_count, entered_count, left_count)
        values (%(id)s, %(version)s, %(at)s, %(people)s, %(entered)s, %(gone)s)
        """,
        row,
    )
    tx.execute("update segments set version = %(version)s where segment_id = %(id)s", row)


def list_versions(
    tx: Transaction, segment_id: str, *, since: datetime | None = None
) -> list[SegmentVersion]:
    """The refreshes of a segment, oldest first."""
    return tx.all(
        SegmentVersion,
        """
        select version, at, people_count, entered_count, left_count from segment_versions
        where segment_id = %(id)s and (%(since)s::timestamptz is null or at >= %(since)s) order by version
        """,
        {"id": segment_id, "since": since},
    )


def as_json(condition: JsonObject | None) -> str | None:
    """A condition as the text PostgreSQL stores."""
    return None if condition is None else json.dumps(condition, ensure_ascii=False, default=str)
