"""The audit log: every change and every read of a person, append-only.

Owns `audit_entries` (a project's) and `audit_system_entries` (sign-ins, accounts, new projects).
A line is written in the same transaction as the change it tells of, where there is one.
Details name ids and fields, never values that are personal data.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from stayflow.access.audit.holdings import AUDIT_HOLDINGS
from stayflow.kernel.clock import Clock
from stayflow.kernel.paging import LAST_NUMBER, Listing, Page
from stayflow.stores.relational import Transaction

Detail = Mapping[str, str | int | float | bool | None]
_PAGES = Listing("audit", (LAST_NUMBER,))


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line.

    Attributes:
        entry: Number, rising with time.
        actor: E-mail of a user, `key:<name>` of a key, or a word such as `cli`.
        action: Such as `segment.create` or `person.read`.
        subject: What it was done to, such as a segment's id.
        detail: Further facts, without personal data.
    """

    entry: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, str | int | float | bool | None]


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be recorded."""

    actor: str
    action: str
    subject: str = ""


def record_audit(
    tx: Transaction, deed: Deed, detail: Detail | None = None, *, clock: Clock
) -> None:
    """Add a line to the log of the transaction's project."""
    _insert(tx, "audit_entries", deed, detail, clock)


def record_system_audit(
    tx: Transaction, deed: Deed, detail: Detail | None = None, *, clock: Clock
) -> None:
    """Add a line to the log of what belongs to no project."""
    _insert(tx, "audit_system_entries", deed, detail, clock)


def list_audit(tx: Transaction, *, limit: int = 100, cursor: str | None = None) -> Page[AuditEntry]:
    """The project's log, newest first.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    (before,) = _PAGES.behind(cursor)
    entries = tx.all(
        AuditEntry,
        "select entry, at, actor, action, subject, detail from audit_entries "
        "where entry < %(before)s "
        "order by entry desc limit %(limit)s",
        {"before": before, "limit": limit + 1},
    )
    following = _PAGES.cursor(entries[limit - 1].entry) if len(entries) > limit else None
    return Page(tuple(entries[:limit]), following)


def _insert(tx: Transaction, table: str, deed: Deed, detail: Detail | None, clock: Clock) -> None:
    tx.execute(
        f"insert into {table} (at, actor, action, subject, detail) "
        "values (%(at)s, %(actor)s, %(action)s, %(subject)s, %(detail)s)",
        {
            "at": clock.now(),
            "actor": deed.actor,
            "action": deed.action,
            "subject": deed.subject,
            "detail": json.dumps(dict(detail or {}), ensure_ascii=False),
        },
    )


__all__ = [
    "AUDIT_HOLDINGS",
    "AuditEntry",
    "Deed",
    "list_audit",
    "record_audit",
    "record_system_audit",
]
