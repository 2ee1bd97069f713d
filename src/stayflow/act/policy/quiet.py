"""Quiet hours on the person's own wall clock, over midnight and over clock changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from stayflow.act.policy.model import QuietHours


def zone_of(name: str | None, fallback: ZoneInfo) -> ZoneInfo:
    """The zone a person stated, or `fallback` when they stated none or one that does not exist."""
    if not name:
        return fallback
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return fallback


def quiet_until(hours: QuietHours | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours that hold at `now` end, in UTC; None when it is not quiet.

    The end is taken on the wall clock. Where clocks go back and show it twice, the later counts,
    so that it does not become quiet again at once; where clocks jump over it, it is when it would
    have been without the jump.
    """
    if hours is None:
        return None
    local = now.astimezone(zone)
    if not hours.covers(local.timetz().replace(tzinfo=None)):
        return None
    ends_today = local.time() < hours.end
    day = local.date() if ends_today else local.date() + timedelta(days=1)
    end = datetime.combine(day, hours.end, tzinfo=zone)
    return max(end.astimezone(UTC), end.replace(fold=1).astimezone(UTC))
