"""What the people of the stages are like: how often they come, what they bring, and how long they take to come back."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from stayflow.kernel.ids import new_id
from stayflow.language.metric import THEIR_OWN_SQL, events_sql
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.language.window import midnight
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.lifecycle.queries import standing_sql

SPAN_DAYS: Final = 180
"""So far back intervals are looked at."""
FREQUENCY_DAYS: Final = 28
LEVELS: Final = (0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True, slots=True)
class Intervals:
    """Days between two days on which somebody did it: quantiles over all such pairs of `SPAN_DAYS`.

    Attributes:
        count: Pairs.
        p25: A quarter comes back within so many days; likewise the others.
    """

    count: int
    p25: float
    p50: float
    p75: float
    p90: float


@dataclass(frozen=True, slots=True)
class StageStatistics:
    """The people of one stage.

    Attributes:
        share: Of everybody.
        frequency: Events of theirs a head in `FREQUENCY_DAYS`.
        value: Revenue a head in `FREQUENCY_DAYS`.
    """

    stage: str
    people: int
    share: float
    frequency: float
    value: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """A model's people at a moment.

    Attributes:
        purchase: Between purchases; None when nobody bought twice.
        activity: Between days with any event.
    """

    taken_at: datetime
    purchase: Intervals | None
    activity: Intervals | None
    stages: tuple[StageStatistics, ...]

    def stage(self, name: str) -> StageStatistics | None:
        """The people of one stage; None when nobody stood there."""
        return next((each for each in self.stages if each.stage == name), None)


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on which something changed around the product.

    Attributes:
        kind: `release`, `environment` or `campaign`.
    """

    mark_id: str
    day: date
    kind: str
    note: str
    created_by: str


def measure(
    model: str, purchase: tuple[str, ...], *, scope: Scope, warehouse: ProjectWarehouse
) -> Statistics:
    """Take the statistics at `scope.now`: three statements.

    Args:
        model: Which stages.
        purchase: The events that are purchases; empty for none.
        scope: The project; events after `scope.until` do not count.
        warehouse: Where it is asked.
    """
    return Statistics(
        taken_at=scope.now,
        purchase=_intervals(purchase, scope, warehouse) if purchase else None,
        activity=_intervals((), scope, warehouse),
        stages=_stages(model, scope, warehouse),
    )


def _intervals(
    events: tuple[str, ...], scope: Scope, warehouse: ProjectWarehouse
) -> Intervals | None:
    binder = Binder()
    chosen = events_sql(events, binder) if events else THEIR_OWN_SQL
    rows = [chosen, *_since(SPAN_DAYS, scope, binder), *scope.events_sql(binder)]
    levels = ", ".join(str(each) for each in LEVELS)
    count, found = warehouse.one(
        f"SELECT count(), quantilesExactInclusive({levels})(gap) FROM (\n"
        "    SELECT arrayJoin(arrayPopFront(arrayDifference(arrayCompact(arraySort(groupArray(day)))))) AS gap\n"
        f"    FROM (SELECT {scope.event_person} AS person, toUInt16(toDate(time, '{scope.zone.key}')) AS day"
        f" FROM events WHERE {' AND '.join(rows)})\n"
        "    GROUP BY person)",
        binder.parameters,
    )
    return Intervals(int(count), *(float(each) for each in found)) if count else None


def _stages(model: str, scope: Scope, warehouse: ProjectWarehouse) -> tuple[StageStatistics, ...]:
    binder = Binder()
    rows = [THEIR_OWN_SQL, *_since(FREQUENCY_DAYS, scope, binder), *scope.events_sql(binder)]
    found = warehouse.query(
        f"WITH standing AS ({standing_sql(model, scope.now, scope, binder)}),\n"
        f"doing AS (SELECT {scope.event_person} AS person, count() AS events, toFloat64(sum(revenue)) AS value\n"
        f"    FROM events WHERE {' AND '.join(rows)} GROUP BY person)\n"
        "SELECT stage, count(), sum(doing.events) / count(), sum(ifNull(doing.value, 0)) / count()\n"
        "FROM standing LEFT JOIN doing ON doing.person = standing.person GROUP BY stage ORDER BY stage",
        binder.parameters,
    ).rows
    total = sum(int(row[1]) for row in found)
    return tuple(
        StageStatistics(
            str(stage), int(people), int(people) / total, float(frequency), float(value)
        )
        for stage, people, frequency, value in found
    )


def _since(days: int, scope: Scope, binder: Binder) -> list[str]:
    today = scope.now.astimezone(scope.zone).date()
    return [
        f"time >= {binder.instant(midnight(today - timedelta(days=days - 1), scope.zone))}",
        f"time < {binder.instant(midnight(today + timedelta(days=1), scope.zone))}",
    ]


def keep_baseline(tx: Transaction, model: str, version: int, found: Statistics) -> None:
    """Remember what the stages look like now: drift is measured from here."""
    tx.execute(
        """
        insert into lifecycle_baselines (model, version, taken_at, statistics)
        values (%(model)s, %(version)s, %(at)s, %(statistics)s::jsonb)
        on conflict (project_id, model) do update set version = excluded.version,
          taken_at = excluded.taken_at, statistics = excluded.statistics
        """,
        {
            "model": model,
            "version": version,
            "at": found.taken_at,
            "statistics": json.dumps(asdict(found), default=str),
        },
    )


def find_baseline(tx: Transaction, model: str) -> Statistics | None:
    """What the stages looked like when the model was last found right; None before the first time."""
    values: Any = tx.value(
        "select statistics from lifecycle_baselines where model = %(model)s", {"model": model}
    )
    if values is None:
        return None
    return Statistics(
        taken_at=datetime.fromisoformat(values["taken_at"]),
        purchase=Intervals(**values["purchase"]) if values["purchase"] else None,
        activity=Intervals(**values["activity"]) if values["activity"] else None,
        stages=tuple(StageStatistics(**each) for each in values["stages"]),
    )


def list_marks(tx: Transaction) -> list[Mark]:
    """Every mark, the newest day first."""
    return tx.all(
        Mark,
        "select mark_id, day, kind, note, created_by from lifecycle_marks order by day desc, mark_id",
    )


def add_mark(tx: Transaction, day: date, kind: str, note: str, *, by: str) -> Mark:
    """Mark a day."""
    mark = Mark(new_id(), day, kind, note, by)
    tx.execute(
        "insert into lifecycle_marks (mark_id, day, kind, note, created_by)"
        " values (%(mark_id)s, %(day)s, %(kind)s, %(note)s, %(created_by)s)",
        asdict(mark),
    )
    return mark


def remove_mark(tx: Transaction, mark_id: str) -> None:
    """Take a mark away; it is no error when it is gone already."""
    tx.execute("delete from lifecycle_marks where mark_id = %(id)s", {"id": mark_id})
