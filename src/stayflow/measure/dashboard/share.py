"""Links that show one dashboard to whoever holds them: numbers only, until a day."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from stayflow.kernel.errors import InvalidInput, NotFound
from stayflow.kernel.ids import new_id
from stayflow.measure.dashboard.board import Dashboard, get_dashboard
from stayflow.stores.relational import Transaction

DAYS_MAX = 365
SHARES_MAX = 100
TOKEN_BYTES = 24


class ShareNotFound(NotFound):
    """No such link: never made, withdrawn, or expired."""

    code = "share_not_found"


@dataclass(frozen=True, slots=True)
class Share:
    """A link as it is listed; its token is shown once, when it is made."""

    share_id: str
    dashboard_id: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    seen_at: datetime | None


_SELECT = "select share_id, dashboard_id, created_at, created_by, expires_at, seen_at from dashboard_shares"


def share_dashboard(
    tx: Transaction, dashboard_id: str, *, days: int, by: str, now: datetime
) -> tuple[Share, str]:
    """A new link to a dashboard, and its token, which is kept nowhere.

    Args:
        tx: A transaction of the project.
        dashboard_id: What is shown.
        days: How long it is valid, 1 to 365.
        by: Who shares it.
        now: The present.

    Raises:
        DashboardNotFound: There is none.
        InvalidInput: The days are out of bounds, or the dashboard has too many links.
    """
    if not 1 <= days <= DAYS_MAX:
        raise InvalidInput(f"expected 1 to {DAYS_MAX} days", path="days")
    dashboard = get_dashboard(tx, dashboard_id)
    if len(list_shares(tx, dashboard.dashboard_id)) >= SHARES_MAX:
        raise InvalidInput(f"a dashboard has at most {SHARES_MAX} links; withdraw one")
    share = Share(new_id(), dashboard.dashboard_id, now, by, now + timedelta(days=days), None)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    tx.execute(
        "insert into dashboard_shares (share_id, dashboard_id, token_hash, created_at, created_by,"
        " expires_at) values (%s, %s, %s, %s, %s, %s)",
        (share.share_id, share.dashboard_id, _hash(token), now, by, share.expires_at),
    )
    return share, token


def list_shares(tx: Transaction, dashboard_id: str) -> list[Share]:
    """The links to a dashboard, the newest first, expired ones among them."""
    return tx.all(
        Share, f"{_SELECT} where dashboard_id = %s order by created_at desc", (dashboard_id,)
    )


def withdraw_share(tx: Transaction, share_id: str) -> None:
    """End a link at once.

    Raises:
        ShareNotFound: There is none.
    """
    if not tx.execute("delete from dashboard_shares where share_id = %s", (share_id,)):
        raise ShareNotFound(f'no link "{share_id}"')


def open_share(tx: Transaction, token: str, *, now: datetime) -> Dashboard:
    """The dashboard behind a link, noting that it was looked at.

    Raises:
        ShareNotFound: The token is unknown or expired.
    """
    row = tx.rows(
        "update dashboard_shares set seen_at = %(now)s"
        " where token_hash = %(hash)s and expires_at > %(now)s returning dashboard_id",
        {"now": now, "hash": _hash(token)},
    )
    if not row:
        raise ShareNotFound("this link is unknown, was withdrawn, or has expired")
    return get_dashboard(tx, row[0][0])


def _hash(token: str) -> str:
    """A token is long and random: one round of a hash keeps it."""
    return hashlib.sha256(token.encode()).hexdigest()
