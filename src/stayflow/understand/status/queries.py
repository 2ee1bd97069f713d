"""This room's statements on ClickHouse: everybody's status from the days on which they did anything."""

from datetime import timedelta

from stayflow.language.metric import THEIR_OWN_SQL
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.status.model import Status, StatusRules, StatusSize


def statuses_sql(rules: StatusRules, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, each once, and `status`: everybody of the scope who did anything themselves up to now."""
    today = scope.now.astimezone(scope.zone).date()
    recent_from = today - timedelta(days=rules.active_days - 1)
    starts = {
        "recent": recent_from,
        "before": recent_from - timedelta(days=rules.active_days),
        "known": today - timedelta(days=rules.churn_days - 1),
    }
    recent, before, known = (
        binder.bind(starts[each].isoformat(), "Date") for each in ("recent", "before", "known")
    )
    kept = binder.bind(1 - rules.drop, "Float64")
    return (
        "SELECT person, multiIf(\n"
        f"    first_on >= {recent}, '{Status.NEW}',\n"
        f"    recent_days > 0 AND before_days = 0, '{Status.RETURNED}',\n"
        f"    recent_days > 0 AND recent_days <= before_days * {kept}, '{Status.AT_RISK}',\n"
        f"    recent_days > 0, '{Status.ACTIVE}',\n"
        f"    last_on >= {known}, '{Status.SILENT}', '{Status.CHURNED}') AS status\n"
        "FROM (\n"
        "    SELECT person, min(day) AS first_on, max(day) AS last_on,\n"
        f"        uniqExactIf(day, day >= {recent}) AS recent_days,\n"
        f"        uniqExactIf(day, day >= {before} AND day < {recent}) AS before_days\n"
        f"    FROM ({_days_sql(scope, binder)}) WHERE day <= {binder.bind(today.isoformat(), 'Date')}\n"
        "    GROUP BY person)"
    )


def count_statuses(
    rules: StatusRules, *, scope: Scope, warehouse: ProjectWarehouse
) -> list[StatusSize]:
    """The size of each status, also of the empty ones."""
    binder = Binder()
    rows = warehouse.query(
        f"SELECT status, count() FROM ({statuses_sql(rules, scope, binder)}) GROUP BY status",
        binder.parameters,
    ).rows
    found = {str(status): int(people) for status, people in rows}
    return [StatusSize(each, found.get(each.value, 0)) for each in Status]


def _days_sql(scope: Scope, binder: Binder) -> str:
    """A SELECT of `person` and `day`: for given people of their events, for everybody of the daily bitmaps."""
    tests = scope.events_sql(binder)
    if tests:
        zone = binder.bind(scope.zone.key, "String")
        return (
            f"SELECT {scope.person} AS person, toDate(time, {zone}) AS day\n"
            f"FROM events WHERE {' AND '.join([THEIR_OWN_SQL, *tests])}"
        )
    daily = (
        "SELECT day, groupBitmapMergeState(people) AS seen FROM event_people_daily\n"
        f"    WHERE {THEIR_OWN_SQL} GROUP BY day"
    )
    return (
        f"SELECT {scope.person} AS person, day FROM (\n"
        f"    SELECT day, arrayJoin(bitmapToArray(seen)) AS person_id FROM ({daily}))"
    )
