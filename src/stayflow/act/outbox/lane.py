"""Lanes: opened, paused, closed."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.act.outbox.model import Lane, LaneState
from stayflow.stores.relational import Transaction


@dataclass(frozen=True, slots=True)
class _Row:
    lane: str
    channel: str
    content_id: str
    label: str
    per_minute: int | None
    state: str
    gives_up_at: datetime
    trouble: str | None
    resumes_at: datetime | None

    def noun(self) -> Lane:
        return Lane(
            self.lane,
            self.channel,
            self.content_id,
            self.label,
            self.per_minute,
            LaneState(self.state),
            self.gives_up_at,
            self.trouble,
            self.resumes_at,
        )


_COLUMNS = "lane, channel, content_id, label, per_minute, state, gives_up_at, trouble, resumes_at"


def add_lane(tx: Transaction, lane: Lane) -> None:
    """Make a lane; one that exists stays as it is."""
    tx.execute(
        """
        insert into outbox_lanes (lane, channel, content_id, label, per_minute, state, gives_up_at)
        values (%(lane)s, %(channel)s, %(content)s, %(label)s, %(per_minute)s, %(state)s,
        %(gives_up_at)s) on conflict (project_id, lane) do nothing
        """,
        {
            "lane": lane.lane,
            "channel": lane.channel,
            "content": lane.content_id,
            "label": lane.label,
            "per_minute": lane.per_minute,
            "state": lane.state.value,
            "gives_up_at": lane.gives_up_at,
        },
    )


def open_lanes(tx: Transaction, *, now: datetime) -> list[Lane]:
    """Lanes with messages that are due and may leave."""
    rows = tx.all(
        _Row,
        f"""
        select {_COLUMNS} from outbox_lanes as lanes
        where state = 'open' and (resumes_at is null or resumes_at <= %(now)s) and exists (
            select from messages
            where messages.lane = lanes.lane and messages.state = 'queued'
                and messages.due_at <= %(now)s)
        order by lane
        """,
        {"now": now},
    )
    return [row.noun() for row in rows]


def change_lane_state(tx: Transaction, *, lane: str, state: LaneState, now: datetime) -> None:
    """Open, pause or close a lane; closing drops what waits, and what is under way still ends."""
    tx.execute(
        """
        update outbox_lanes set state = %(state)s, trouble = null, resumes_at = null
        where lane = %(lane)s
        """,
        {"lane": lane, "state": state.value},
    )
    if state is LaneState.CLOSED:
        tx.execute(
            """
            update messages set state = case when attempts > 0 then 'failed' else 'dropped' end,
                reason = 'cancelled', decided_at = %(now)s
            where lane = %(lane)s and state = 'queued'
            """,
            {"lane": lane, "now": now},
        )


def hold_lanes(tx: Transaction, *, channel: str, trouble: str, until: datetime) -> None:
    """Let the lanes of a channel rest until a provider that is down may have come back."""
    tx.execute(
        """
        update outbox_lanes set trouble = %(trouble)s, resumes_at = %(until)s
        where channel = %(channel)s and state = 'open'
        """,
        {"channel": channel, "trouble": trouble, "until": until},
    )


def clear_trouble(tx: Transaction, *, lane: str) -> None:
    """Forget a lane's trouble after a message went through."""
    tx.execute(
        """
        update outbox_lanes set trouble = null, resumes_at = null
        where lane = %(lane)s and trouble is not null
        """,
        {"lane": lane},
    )
