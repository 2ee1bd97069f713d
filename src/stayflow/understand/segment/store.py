"""This room's statements on PostgreSQL."""

import json
from collections.abc import Sequence
from datetime import datetime

from stayflow.kernel.errors import nearest
from stayflow.language.raw import JsonObject
from stayflow.stores.relational import Transaction
from stayflow.understand.segment.errors import SegmentNotFound
from stayflow.understand.segment.model import (
    Segment,
    SegmentEdition,
    SegmentHour,
    SegmentVersion,
)
from stayflow.understand.segment.state import State

SEGMENT = """
    select s.segment_id, s.name, s.note, s.condition, s.created_at, s.created_by, s.changed_at, s.version,
           s.said_zh, s.said_en, coalesce(s.people_count, v.people_count) as people_count,
           greatest(s.computed_at, v.at) as refreshed_at, v.at as versioned_at, s.algebra, s.refresh, s.refresh_at,
           coalesce(s.change, s.version) as change, s.edition, s.problem,
           coalesce(nullif(s.changed_by, ''), s.created_by) as changed_by
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
    added = tx.execute(
        """
        insert into segments (segment_id, name, note, condition, created_at, created_by, changed_at,
            said_zh, said_en, algebra, refresh, refresh_at, changed_by)
        values (%(segment_id)s, %(name)s, %(note)s, %(condition)s::jsonb, %(at)s, %(by)s, %(at)s,
            %(said_zh)s, %(said_en)s, %(algebra)s::jsonb, %(refresh)s, %(refresh_at)s, %(by)s)
        on conflict (project_id, name) do nothing
        """,
        _definition(segment)
        | {
            "at": segment.created_at,
            "by": segment.created_by,
            "said_zh": segment.said_zh,
            "said_en": segment.said_en,
        },
    )
    if added:
        _add_edition(tx, segment, by=segment.created_by)
    return bool(added)


def change_row(tx: Transaction, segment: Segment) -> None:
    """Store a changed definition as the next edition."""
    tx.execute(
        """
        update segments set name = %(name)s, note = %(note)s, condition = %(condition)s::jsonb,
            algebra = %(algebra)s::jsonb, refresh = %(refresh)s, refresh_at = %(refresh_at)s,
            changed_at = %(at)s, changed_by = %(by)s, edition = %(edition)s, problem = ''
        where segment_id = %(segment_id)s
        """,
        _definition(segment)
        | {"at": segment.changed_at, "by": segment.changed_by, "edition": segment.edition},
    )
    _add_edition(tx, segment, by=segment.changed_by)


def list_editions(tx: Transaction, segment_id: str) -> list[SegmentEdition]:
    """What a segment was defined as, the newest first."""
    return tx.all(
        SegmentEdition,
        "select edition, name, note, condition, algebra, refresh, refresh_at, changed_at, changed_by"
        " from segment_editions where segment_id = %(id)s order by edition desc",
        {"id": segment_id},
    )


def _add_edition(tx: Transaction, segment: Segment, *, by: str) -> None:
    tx.execute(
        """
        insert into segment_editions (segment_id, edition, name, note, condition, algebra, refresh, refresh_at,
            changed_at, changed_by)
        values (%(segment_id)s, %(edition)s, %(name)s, %(note)s, %(condition)s::jsonb, %(algebra)s::jsonb,
            %(refresh)s, %(refresh_at)s, %(at)s, %(by)s)
        """,
        _definition(segment) | {"edition": segment.edition, "at": segment.changed_at, "by": by},
    )


def _definition(segment: Segment) -> dict[str, object]:
    return {
        "segment_id": segment.segment_id,
        "name": segment.name,
        "note": segment.note,
        "condition": as_json(segment.condition),
        "algebra": as_json(segment.algebra),
        "refresh": segment.refresh,
        "refresh_at": segment.refresh_at,
    }


def remove_row(tx: Transaction, segment_id: str) -> None:
    """Remove a segment with its history."""
    tx.execute("delete from segments where segment_id = %(id)s", {"id": segment_id})


def lock_segment(tx: Transaction, segment_id: str) -> tuple[int, int]:
    """The newest version and the newest change of a segment, held until the transaction ends."""
    ((version, change),) = tx.rows(
        "select version, coalesce(change, version) from segments where segment_id = %(id)s for update",
        {"id": segment_id},
    )
    return int(version), int(change)


def lock_segments(tx: Transaction, segment_ids: Sequence[str]) -> dict[str, State]:
    """What segments hold, by id, held until the transaction ends; those that are gone are left out."""
    rows = tx.rows(
        """
        select segment_id, version, coalesce(change, version) from segments
        where segment_id = any(%(ids)s) and version > 0 order by segment_id for update
        """,
        {"ids": list(segment_ids)},
    )
    return {str(key): State(str(key), int(version), int(change)) for key, version, change in rows}


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
    tx.execute(
        """
        update segments set version = %(version)s, change = %(version)s, people_count = %(people)s,
            computed_at = %(at)s, problem = ''
        where segment_id = %(id)s
        """,
        row,
    )


def note_change(
    tx: Transaction, segment_id: str, *, change: int, people_count: int, at: datetime
) -> None:
    """Record what real time changed."""
    tx.execute(
        """
        update segments set change = %(change)s, people_count = %(people)s, computed_at = %(at)s, problem = ''
        where segment_id = %(id)s
        """,
        {"id": segment_id, "change": change, "people": people_count, "at": at},
    )


def note_problem(tx: Transaction, segment_id: str, problem: str) -> None:
    """Record why a segment could not be computed."""
    tx.execute(
        "update segments set problem = %(problem)s where segment_id = %(id)s",
        {"id": segment_id, "problem": problem},
    )


def set_size(tx: Transaction, segment_id: str, people_count: int) -> None:
    """Say how many people a segment has, when some are no more who did not leave it."""
    tx.execute(
        "update segments set people_count = %s where segment_id = %s", (people_count, segment_id)
    )


def add_hour(
    tx: Transaction, segment_id: str, at: datetime, *, count: int, entered: int, gone: int
) -> None:
    """Add what real time changed to the hour it happened in."""
    tx.execute(
        """
        insert into segment_hours (segment_id, hour, people_count, entered_count, left_count)
        values (%(id)s, date_trunc('hour', %(at)s::timestamptz), %(people)s, %(entered)s, %(gone)s)
        on conflict (project_id, segment_id, hour) do update set people_count = excluded.people_count,
            entered_count = segment_hours.entered_count + excluded.entered_count,
            left_count = segment_hours.left_count + excluded.left_count
        """,
        {"id": segment_id, "at": at, "people": count, "entered": entered, "gone": gone},
    )


def list_hours(
    tx: Transaction, segment_id: str, *, since: datetime | None = None
) -> list[SegmentHour]:
    """What real time changed, hour by hour, oldest first."""
    return tx.all(
        SegmentHour,
        """
        select hour, people_count, entered_count, left_count from segment_hours
        where segment_id = %(id)s and (%(since)s::timestamptz is null or hour >= %(since)s) order by hour
        """,
        {"id": segment_id, "since": since},
    )


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
