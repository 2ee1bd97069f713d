"""Alerts and their firings in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from stayflow.kernel.errors import nearest
from stayflow.kernel.ids import new_id
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.measure.alert.model import (
    Alert,
    AlertDraft,
    AlertInvalid,
    AlertNameTaken,
    AlertNotFound,
    Firing,
    Judged,
    Moved,
    parse_draft,
)
from stayflow.measure.notice import check_targets
from stayflow.stores.relational import Transaction

ALERTS_MAX = 200
_ALERT = "select alert_id, definition, created_at, created_by, checked_t, checked_at, trouble, silent_until from alerts"
_FIRING_COLUMNS = (
    "firing_id, alert_id, t, value, expected, low, high, moved, began_at, ended_at,"
    " acknowledged_at, acknowledged_by"
)


@dataclass(frozen=True, slots=True)
class _AlertRow:
    alert_id: str
    definition: JsonObject
    created_at: datetime
    created_by: str
    checked_t: str | None
    checked_at: datetime | None
    trouble: str
    silent_until: datetime | None


def save_alert(
    tx: Transaction, raw: object, *, scope: Scope, by: str, alert_id: str | None = None
) -> Alert:
    """Save a new alert, or change one; a changed one is judged anew.

    Raises:
        AlertNotFound: There is none to change.
        AlertInvalid: A part does not fit.
        AlertNameTaken: Another has the name.
    """
    draft = parse_draft(raw, scope=scope)
    check_targets(tx, draft.targets, "targets")
    if alert_id is not None:
        get_alert(tx, alert_id)
    elif tx.value("select count(*) from alerts") >= ALERTS_MAX:
        raise AlertInvalid(f"a project has at most {ALERTS_MAX} alerts; remove one")
    made = alert_id or new_id()
    same = "select count(*) from alerts where name = %s and alert_id <> %s"
    if tx.value(same, (draft.name, made)):
        raise AlertNameTaken(f'an alert "{draft.name}" is there already', path="name")
    tx.execute(
        "insert into alerts (alert_id, name, definition, created_at, created_by)"
        " values (%(id)s, %(name)s, %(draft)s::jsonb, %(now)s, %(by)s)"
        " on conflict (project_id, alert_id) do update set name = excluded.name,"
        " definition = excluded.definition, checked_t = null, trouble = ''",
        {
            "id": made,
            "name": draft.name,
            "draft": msgspec.json.encode(draft).decode(),
            "now": scope.now,
            "by": by,
        },
    )
    return get_alert(tx, made)


def list_alerts(tx: Transaction) -> list[Alert]:
    """All alerts by name."""
    return [_read(row) for row in tx.all(_AlertRow, f"{_ALERT} order by name")]


def get_alert(tx: Transaction, alert_id: str) -> Alert:
    """The alert of this id.

    Raises:
        AlertNotFound: There is none.
    """
    row = tx.one(_AlertRow, f"{_ALERT} where alert_id = %s", (alert_id,))
    if row is None:
        known = [each for (each,) in tx.rows("select alert_id from alerts")]
        raise AlertNotFound(f'no alert "{alert_id}"{nearest(alert_id, known)}')
    return _read(row)


def remove_alert(tx: Transaction, alert_id: str) -> None:
    """Forget an alert and its firings.

    Raises:
        AlertNotFound: There is none.
    """
    get_alert(tx, alert_id)
    tx.execute("delete from alerts where alert_id = %s", (alert_id,))


def silence_alert(tx: Transaction, alert_id: str, until: datetime | None) -> Alert:
    """Tell nobody until an instant; None ends the silence. It is judged all the same.

    Raises:
        AlertNotFound: There is none.
    """
    get_alert(tx, alert_id)
    tx.execute("update alerts set silent_until = %s where alert_id = %s", (until, alert_id))
    return get_alert(tx, alert_id)


def acknowledge_firing(tx: Transaction, firing_id: str, *, by: str, now: datetime) -> None:
    """Say that somebody looks after it; the first who says so stays.

    Raises:
        AlertNotFound: There is no such firing.
    """
    if not tx.value("select count(*) from alert_firings where firing_id = %s", (firing_id,)):
        raise AlertNotFound(f'no alert fired as "{firing_id}"')
    tx.execute(
        "update alert_firings set acknowledged_at = %s, acknowledged_by = %s"
        " where firing_id = %s and acknowledged_at is null",
        (now, by, firing_id),
    )


def list_firings(tx: Transaction, *, limit: int = 100) -> list[Firing]:
    """The newest firings, those that go on first."""
    rows = tx.all(
        Firing,
        f"select {_FIRING_COLUMNS} from alert_firings order by ended_at is not null, began_at desc, firing_id limit %s",
        (limit,),
    )
    return [_read_firing(each) for each in rows]


def note_checked(
    tx: Transaction, alert: Alert, judged: Judged | None, *, trouble: str, now: datetime
) -> bool:
    """Remember what was judged; False when another process judged this period before."""
    t = judged.t if judged else alert.checked_t
    return bool(
        tx.execute(
            "update alerts set checked_t = %s, checked_at = %s, trouble = %s"
            " where alert_id = %s and checked_t is not distinct from %s",
            (t, now, trouble, alert.alert_id, alert.checked_t),
        )
    )


def open_firing(
    tx: Transaction, alert: Alert, judged: Judged, moved: Sequence[Moved], *, now: datetime
) -> bool:
    """Begin a firing; False when one goes on already, which keeps the period that it began with."""
    added = tx.execute(
        "insert into alert_firings (firing_id, alert_id, t, value, expected, low, high, moved, began_at)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s)"
        " on conflict (project_id, alert_id) where ended_at is null do nothing",
        (new_id(), alert.alert_id, judged.t, judged.value, judged.expected, judged.low, judged.high,
         msgspec.json.encode(moved).decode(), now),
    )  # fmt: skip
    return bool(added)


def take_untold(tx: Transaction, alert: Alert, *, now: datetime) -> Firing | None:
    """The firing that goes on, nobody was told of and nobody looks after; it counts as told from now on."""
    row = tx.one(
        Firing,
        "update alert_firings set told_at = %s where alert_id = %s and ended_at is null and told_at is null"
        f" and acknowledged_at is null returning {_FIRING_COLUMNS}",
        (now, alert.alert_id),
    )
    return None if row is None else _read_firing(row)


def end_firing(tx: Transaction, alert: Alert, *, now: datetime) -> bool:
    """End what goes on; False when nothing does."""
    return bool(
        tx.execute(
            "update alert_firings set ended_at = %s where alert_id = %s and ended_at is null",
            (now, alert.alert_id),
        )
    )


def _read(row: _AlertRow) -> Alert:
    return Alert(
        row.alert_id,
        msgspec.convert(row.definition, AlertDraft),
        row.created_at,
        row.created_by,
        row.checked_t,
        row.checked_at,
        row.trouble,
        row.silent_until,
    )


def _read_firing(row: Firing) -> Firing:
    return replace(row, moved=msgspec.convert(row.moved, list[Moved]))
