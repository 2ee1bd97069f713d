"""What is due by the clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from stayflow.understand.segment.model import NIGHTLY, Refresh, Segment


def due_segments(segments: Sequence[Segment], now: datetime, zone: ZoneInfo) -> list[Segment]:
    """The segments whose hour or time of day has come since they were computed.

    Those of the nightly time are not among them: they are computed with everything else of the night.
    """
    return [
        each
        for each in segments
        if (slot := _slot(each, now, zone)) is not None
        and (each.versioned_at is None or each.versioned_at < slot)
    ]


def is_nightly(segment: Segment) -> bool:
    """Whether the segment is computed in the night: those in real time, and the daily ones of that hour."""
    if segment.is_static:
        return False
    return segment.refresh == Refresh.LIVE or (
        segment.refresh == Refresh.DAILY and segment.refresh_at == NIGHTLY
    )


def _slot(segment: Segment, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The newest instant at which the segment was to be computed; None when no clock computes it."""
    local = now.astimezone(zone)
    if segment.is_static:
        return None
    if segment.refresh == Refresh.HOURLY:
        return local.replace(minute=0, second=0, microsecond=0)
    if segment.refresh != Refresh.DAILY or segment.refresh_at == NIGHTLY:
        return None
    hour, minute = (int(part) for part in segment.refresh_at.split(":"))
    today = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return today if today <= local else today - timedelta(days=1)
