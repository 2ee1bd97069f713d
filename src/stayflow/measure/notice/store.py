"""Notices: written first, told afterwards, each to each at most once."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from stayflow.kernel.ids import new_id
from stayflow.measure.notice.target import Target
from stayflow.stores.relational import Transaction

TRIES_MAX = 5
WAIT_FIRST = timedelta(minutes=1)
KEPT_LEASE = timedelta(minutes=10)
"""A send that was begun and never ended is in doubt after this long, and is not repeated."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with its title."""

    title: str
    png: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be told.

    Attributes:
        about: `alert`, `report` or `quality`.
        source_id: Which one.
        body: Plain text; the first lines are what a robot shows.
        link: Where it is seen whole; may be empty.
    """

    about: str
    source_id: str
    title: str
    body: str
    link: str = ""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What was told, and how many were reached."""

    notice_id: str
    about: str
    source_id: str
    title: str
    body: str
    created_at: datetime
    told: int
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class Send:
    """One notice for one target, claimed by whoever carries it out."""

    notice_id: str
    target_id: str
    tries: int
    draft: Draft


def post_notice(tx: Transaction, draft: Draft, targets: Sequence[str], *, now: datetime) -> str:
    """Keep a notice, and queue it for everybody who is to be told; returns its id."""
    notice_id = new_id()
    pictures = [
        {"title": each.title, "png": base64.b64encode(each.png).decode()} for each in draft.pictures
    ]
    tx.execute(
        "insert into notices (notice_id, about, source_id, title, body, link, pictures, created_at)"
        " values (%s, %s, %s, %s, %s, %s, %s::jsonb, %s)",
        (notice_id, draft.about, draft.source_id, draft.title, draft.body, draft.link,
         json.dumps(pictures, ensure_ascii=False), now),
    )  # fmt: skip
    tx.execute(
        "insert into notice_sends (notice_id, target_id, state, due_at)"
        " select %s, target_id, 'queued', %s from notice_targets where target_id = any(%s)",
        (notice_id, now, list(targets)),
    )
    return notice_id


def is_told(tx: Transaction, about: str, source_id: str, *, since: datetime) -> bool:
    """Whether a notice about something was written since an instant."""
    return bool(
        tx.value(
            "select exists (select 1 from notices where about = %s and source_id = %s and created_at >= %s)",
            (about, source_id, since),
        )
    )


def list_notices(tx: Transaction, *, limit: int = 50) -> list[Notice]:
    """The newest notices."""
    return tx.all(
        Notice,
        """
        select n.notice_id, about, source_id, title, body, created_at,
          count(*) filter (where state = 'told') as told,
          count(*) filter (where state in ('queued', 'sending')) as waiting,
          count(*) filter (where state in ('failed', 'in_doubt')) as failed
        from notices n left join notice_sends s on s.notice_id = n.notice_id
        group by n.project_id, n.notice_id order by created_at desc, n.notice_id desc limit %s
        """,
        (limit,),
    )


def claim_send(tx: Transaction, *, now: datetime) -> Send | None:
    """One send that is due, marked as begun; commit before carrying it out."""
    tx.execute(
        "update notice_sends set state = 'in_doubt', detail = 'the process ended meanwhile'"
        " where state = 'sending' and due_at < %s",
        (now - KEPT_LEASE,),
    )
    rows = tx.rows(
        """
        update notice_sends s set state = 'sending', tries = tries + 1, due_at = %(now)s
        where (notice_id, target_id) = (
          select notice_id, target_id from notice_sends where state = 'queued' and due_at <= %(now)s
          order by due_at, notice_id limit 1 for update skip locked)
        returning notice_id, target_id, tries
        """,
        {"now": now},
    )
    if not rows:
        return None
    notice_id, target_id, tries = rows[0]
    about, source, title, body, link, pictures = tx.rows(
        "select about, source_id, title, body, link, pictures from notices where notice_id = %s",
        (notice_id,),
    )[0]
    drawn = tuple(Picture(each["title"], base64.b64decode(each["png"])) for each in pictures)
    return Send(notice_id, target_id, tries, Draft(about, source, title, body, link, drawn))


def close_send(tx: Transaction, send: Send, state: str, detail: str, *, now: datetime) -> None:
    """Say how a send ended: `told`, `failed`, `in_doubt`, or `queued` to be tried again later, if it may."""
    if state == "queued" and send.tries >= TRIES_MAX:
        state = "failed"
    due = now + WAIT_FIRST * 2 ** (send.tries - 1)
    tx.execute(
        "update notice_sends set state = %s, detail = %s, due_at = %s"
        " where notice_id = %s and target_id = %s",
        (state, detail[:300], due, send.notice_id, send.target_id),
    )


def forget_notices(tx: Transaction, *, before: datetime) -> int:
    """Drop those made before an instant."""
    return tx.execute("delete from notices where created_at < %s", (before,))


def target_of(send: Send, targets: Sequence[Target]) -> Target | None:
    """Whom a send goes to; None when they were removed meanwhile."""
    return next((each for each in targets if each.target_id == send.target_id), None)
