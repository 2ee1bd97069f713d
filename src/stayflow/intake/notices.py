"""Quality notices: a source that has more rejected than it may, found by the clock and kept.

Owns `quality_notices`. A notice is open while its source alarms; it is told once, not each time we look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from stayflow.intake.clean import CleanRules
from stayflow.intake.record import QualityBy, QualityTotal, quality_totals
from stayflow.kernel.ids import new_id
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

ALERT_SPAN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QualityNotice:
    """That a source had more rejected than it may, over a day.

    Attributes:
        began_at: When it was found.
        ended_at: When it was found to be over; None while it goes on.
        received: Events of the worst day.
        rejected: Of them.
        rejected_percent_max: What was allowed.
    """

    notice_id: str
    source: str
    began_at: datetime
    ended_at: datetime | None
    received: int
    rejected: int
    rejected_percent_max: float


def find_alerts(
    warehouse: ProjectWarehouse, rules: CleanRules, now: datetime
) -> list[QualityTotal]:
    """The sources that alarm now: of the last day more was rejected than may be."""
    lately = quality_totals(warehouse, since=now - ALERT_SPAN, by=QualityBy.SOURCE)
    return [
        each
        for each in lately
        if each.received >= rules.alert_events_min
        and each.rejected_percent > rules.rejected_percent_max
    ]


def note_alerts(
    tx: Transaction, alerts: Sequence[QualityTotal], rules: CleanRules, *, now: datetime
) -> list[QualityNotice]:
    """Open a notice for each source that began to alarm, end those of sources that do not any more.

    Returns:
        The new ones: whoever is to be told is told of them.
    """
    sources = [each.group for each in alerts]
    tx.execute(
        "update quality_notices set ended_at = %s where ended_at is null and source <> all(%s)",
        (now, sources),
    )
    found = []
    for each in alerts:
        row = tx.one(
            QualityNotice,
            """
            insert into quality_notices as n (notice_id, source, began_at, received, rejected,
              rejected_percent_max) values (%s, %s, %s, %s, %s, %s)
            on conflict (project_id, source) where ended_at is null do update
            set received = excluded.received, rejected = excluded.rejected
            where excluded.rejected > n.rejected
            returning notice_id, source, began_at, ended_at, received, rejected, rejected_percent_max
            """,
            (
                new_id(),
                each.group,
                now,
                each.received,
                each.rejected,
                rules.rejected_percent_max,
            ),
        )
        if row is not None and row.began_at == now:
            found.append(row)
    return found


def list_notices(tx: Transaction, *, limit: int = 20) -> list[QualityNotice]:
    """The newest notices, those that go on first."""
    return tx.all(
        QualityNotice,
        "select notice_id, source, began_at, ended_at, received, rejected, rejected_percent_max"
        " from quality_notices order by ended_at is not null, began_at desc, notice_id limit %s",
        (limit,),
    )


def forget_notices(tx: Transaction, *, before: datetime) -> int:
    """Drop those that ended before an instant."""
    return tx.execute("delete from quality_notices where ended_at < %s", (before,))
