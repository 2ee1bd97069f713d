"""Sessions of the console: the cookie holds a random token, the table its hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from stayflow.access.user.model import Session, User
from stayflow.kernel.clock import Clock
from stayflow.stores.relational import Relational

# The expiry moves with use, at most this often, so that reading a page is not a write.
TOUCH_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Row:
    user_id: str
    email: str
    name: str
    administrator: bool
    created_at: datetime
    csrf: str
    seen_at: datetime


def create_session(
    user: User, *, lasts: timedelta, relational: Relational, clock: Clock
) -> tuple[str, Session]:
    """Sign a user in; return the cookie's token and the session."""
    token = secrets.token_urlsafe(32)
    session = Session(user, csrf=secrets.token_urlsafe(24))
    now = clock.now()
    with relational.system() as tx:
        tx.execute("delete from sessions where expires_at < %s", (now,))
        tx.execute(
            "insert into sessions (token_hash, user_id, csrf, created_at, seen_at, expires_at) "
            "values (%(hash)s, %(user_id)s, %(csrf)s, %(now)s, %(now)s, %(expires_at)s)",
            {
                "hash": _hash(token),
                "user_id": user.user_id,
                "csrf": session.csrf,
                "now": now,
                "expires_at": now + lasts,
            },
        )
    return token, session


def find_session(
    token: str, *, lasts: timedelta, relational: Relational, clock: Clock
) -> Session | None:
    """The session of a cookie, unless it has ended; being found lengthens it."""
    now = clock.now()
    with relational.system() as tx:
        row = tx.one(
            _Row,
            "select user_id, email, name, administrator, users.created_at, csrf, seen_at "
            "from sessions join users using (user_id) "
            "where token_hash = %(hash)s and expires_at > %(now)s and disabled_at is null",
            {"hash": _hash(token), "now": now},
        )
        if row is None:
            return None
        if row.seen_at < now - TOUCH_EVERY:
            tx.execute(
                "update sessions set seen_at = %(now)s, expires_at = %(expires_at)s "
                "where token_hash = %(hash)s",
                {"hash": _hash(token), "now": now, "expires_at": now + lasts},
            )
    user = User(row.user_id, row.email, row.name, row.administrator, row.created_at)
    return Session(user, row.csrf)


def end_session(token: str, *, relational: Relational) -> None:
    """Sign out."""
    with relational.system() as tx:
        tx.execute("delete from sessions where token_hash = %s", (_hash(token),))


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
