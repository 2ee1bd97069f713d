"""This room's statements, and the verbs over them."""

import secrets
from datetime import datetime
from typing import Final

from stayflow.intake.channel_code.errors import (
    ChannelCodeInvalid,
    ChannelCodeNameTaken,
    ChannelCodeNotFound,
)
from stayflow.intake.channel_code.model import (
    ChannelCode,
    CodeCounts,
    CodeState,
    Definition,
    Missed,
)
from stayflow.intake.channel_code.parse import parse_definition
from stayflow.intake.channel_code.visit import EVENT_VISITED
from stayflow.intake.published import (
    Board,
    change_published,
    get_published,
    publish,
    read_rows,
    remove_published,
)
from stayflow.kernel.paging import LAST_INSTANT, Listing, Page
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

_PAGES: Final = Listing("channel codes", (LAST_INSTANT, ""))
_ALPHABET: Final = "23456789abcdefghjkmnpqrstvwxyz"  # without what looks alike on paper
_LENGTH: Final = 7
CODES = Board(
    "channel_codes",
    key="code",
    path="code_id",
    said="channel code",
    make=ChannelCode,
    definition=Definition,
    state=CodeState,
    parse=parse_definition,
    invalid=ChannelCodeInvalid,
    not_found=ChannelCodeNotFound,
    name_taken=ChannelCodeNameTaken,
)


def create_code(tx: Transaction, raw: JsonObject, *, now: datetime, by: str) -> ChannelCode:
    """Make a channel code that leads to its target at once.

    Raises:
        ChannelCodeInvalid: A field does not fit.
        ChannelCodeNameTaken: The name is another's.
    """
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return publish(tx, CODES, code, raw, now=now, by=by)


def change_code(tx: Transaction, code: str, changes: JsonObject, *, now: datetime) -> ChannelCode:
    """Change what is named: `name`, `state`, and the parts of the definition; the code stays.

    Raises:
        ChannelCodeNotFound: There is none.
        ChannelCodeInvalid: A field does not fit.
        ChannelCodeNameTaken: The name is another's.
    """
    return change_published(tx, CODES, code, changes, now=now)


def get_code(tx: Transaction, code: str) -> ChannelCode:
    """One channel code.

    Raises:
        ChannelCodeNotFound: There is none.
    """
    return get_published(tx, CODES, code)


def list_codes(tx: Transaction, *, cursor: str | None = None, limit: int = 50) -> Page[ChannelCode]:
    """Channel codes, the newest first.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    at, code = _PAGES.behind(cursor)
    found = read_rows(
        tx,
        CODES,
        "where (created_at, code) < (%(at)s::timestamptz, %(code)s)"
        " order by created_at desc, code desc limit %(limit)s",
        {"at": at, "code": code, "limit": limit + 1},
    )
    shown = tuple(found[:limit])
    if len(found) <= limit:
        return Page(shown, None)
    return Page(shown, _PAGES.cursor(shown[-1].created_at.isoformat(), shown[-1].code))


def remove_code(tx: Transaction, code: str) -> None:
    """Remove a channel code; its visits stay.

    Raises:
        ChannelCodeNotFound: There is none.
    """
    remove_published(tx, CODES, code)


def count_missed(tx: Transaction, code: str, missed: Missed) -> None:
    """Count a visit that became no event."""
    tx.execute(
        """
        insert into channel_code_counts (code, outcome, count) values (%s, %s, 1)
        on conflict (project_id, code, outcome)
        do update set count = channel_code_counts.count + 1
        """,
        (code, missed.value),
    )


def count_visits(
    tx: Transaction, codes: list[str], *, scope: Scope, warehouse: ProjectWarehouse
) -> dict[str, CodeCounts]:
    """Visits of these codes, as they are stored now."""
    missed: dict[tuple[str, str], int] = {
        (str(code), str(outcome)): int(count)
        for code, outcome, count in tx.rows(
            "select code, outcome, count from channel_code_counts where code = any(%s)", (codes,)
        )
    }
    binder = Binder()
    visited = binder.bind(EVENT_VISITED, "String")
    asked = binder.bind(codes, "Array(String)")
    rows = warehouse.query(
        "SELECT JSONExtractString(properties, 'code') AS followed, count(),\n"
        f"    uniqExact({scope.person}), max(time)\n"
        f"FROM events WHERE event = {visited} AND followed IN {asked} GROUP BY followed",
        binder.parameters,
    ).rows
    found = {str(code): (int(scans), int(people), last) for code, scans, people, last in rows}
    counts: dict[str, CodeCounts] = {}
    for code in codes:
        scans, people, last = found.get(code, (0, 0, None))
        counts[code] = CodeCounts(
            scans,
            people,
            last,
            missed.get((code, Missed.BOT.value), 0),
            missed.get((code, Missed.NOT_RECORDED.value), 0),
        )
    return counts
