"""How many messages may leave now: a minute's share, and a tenth of it in six seconds."""

from datetime import datetime, timedelta

from stayflow.act.outbox.model import Lane
from stayflow.stores.relational import Transaction

_MINUTE = timedelta(seconds=60)
_WINDOWS = ((_MINUTE, 1.0), (timedelta(seconds=6), 0.1))  # the short one keeps bursts away
_ENDLESS = 1 << 30


def paces_of(lane: Lane, channel_pace: int | None) -> dict[str, int]:
    """The paces a lane must keep, by name: its own, and that of its channel over all lanes."""
    paces = {f"lane {lane.lane}": lane.per_minute, f"channel {lane.channel}": channel_pace}
    return {name: pace for name, pace in paces.items() if pace is not None}


def room_now(tx: Transaction, paces: dict[str, int], *, now: datetime) -> int:
    """How many more messages may leave; 0 while another sender counts by one of these paces."""
    room = _ENDLESS
    for name, pace in paces.items():
        if not _lock(tx, name):
            return 0
        for window, share in _WINDOWS:
            gone = tx.value(
                """
                select coalesce(sum(released), 0) from outbox_paces
                where name = %(name)s and released_at > %(since)s
                """,
                {"name": name, "since": now - window},
            )
            room = min(room, max(1, round(pace * share)) - int(gone))
    return room


def note_released(tx: Transaction, paces: dict[str, int], number: int, *, now: datetime) -> None:
    """Count what was let go, in the transaction that let it go; forget what is older than a minute."""
    for name in paces if number else ():
        tx.execute(
            "delete from outbox_paces where name = %(name)s and released_at <= %(before)s",
            {"name": name, "before": now - _MINUTE},
        )
        tx.execute(
            """
            insert into outbox_paces (name, released_at, released)
            values (%(name)s, %(now)s, %(number)s)
            """,
            {"name": name, "now": now, "number": number},
        )


def _lock(tx: Transaction, name: str) -> bool:
    """Count and claim under one lock, or two senders would both find the same room."""
    statement = """
        select pg_try_advisory_xact_lock(
            hashtextextended('outbox pace ' || current_setting('stayflow.project') || %(name)s, 0))
    """
    return bool(tx.value(statement, {"name": name}))
