"""Behaviour that the daily bitmaps know: that somebody did an event, and on how many days.

Of everybody, over whole days and without a filter of properties, a bitmap per event and day answers at a fraction of
what reading the events costs. What it says of a person is what the events say.
"""

from collections.abc import Sequence
from dataclasses import replace

from stayflow.language.condition.behaviour import compared_sql, is_any
from stayflow.language.condition.tree import Behaviour
from stayflow.language.daily import canonical_sql, daily_table
from stayflow.language.metric import selection_tests
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder


def is_daily(behaviour: Behaviour, scope: Scope) -> bool:
    """True when the bitmaps know who met a behaviour that nobody without its events meets."""
    return (
        scope.is_everybody
        and (behaviour.aggregate.kind == "days" or is_any(behaviour))
        and behaviour.selection.where is None
        and (behaviour.within is None or behaviour.within.is_whole_days)
    )


def daily_people_sql(behaviour: Behaviour, scope: Scope, binder: Binder) -> str:
    """A SELECT of every `person` of whom a daily behaviour holds, once.

    Raises:
        UnknownEvent: A name the project has never seen.
    """
    if is_any(behaviour):
        once = " GROUP BY person" if scope.has_merges else ""
        return f"{seen_people_sql(behaviour, scope, binder)}{once}"
    days = f"SELECT groupBitmapMergeState(people) AS seen FROM {_rows_sql(behaviour, scope, binder)} GROUP BY day"
    pairs = (
        f"SELECT arrayJoin(bitmapToArray({canonical_sql('seen', scope)})) AS person FROM ({days})"
    )
    met = compared_sql(behaviour, "did", scope, binder)
    return f"SELECT person FROM (SELECT person, count() AS did FROM ({pairs}) GROUP BY person) WHERE {met}"


def seen_people_sql(behaviour: Behaviour, scope: Scope, binder: Binder) -> str:
    """A SELECT of every `person` with an event of a daily behaviour; who was merged may come more than once."""
    seen = (
        "SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(people))) AS person_id"
        f" FROM {_rows_sql(behaviour, scope, binder)}"
    )
    return f"SELECT {scope.person} AS person FROM ({seen})"


def unseen_people_sql(behaviours: Sequence[Behaviour], scope: Scope, binder: Binder) -> str:
    """A SELECT of every `person` there is, once, without an event of any of these daily behaviours."""
    seen = " UNION ALL ".join(
        f"SELECT people FROM {_rows_sql(each, scope, binder)}" for each in behaviours
    )
    everybody = canonical_sql("everybody", replace(scope, squash=0))  # their ids are never squashed
    return (
        f"SELECT arrayJoin(bitmapToArray(bitmapAndnot({everybody}, {canonical_sql('seen', scope)}))) AS person"
        " FROM (SELECT (SELECT groupBitmapState(person_id) FROM people) AS everybody,"
        f" (SELECT groupBitmapMergeState(people) FROM ({seen})) AS seen)"
    )


def _rows_sql(behaviour: Behaviour, scope: Scope, binder: Binder) -> str:
    table = daily_table(scope, binder)
    tests = selection_tests(behaviour.selection, scope, binder)
    if behaviour.within is not None:
        first, last = behaviour.within.days(scope.zone, scope.now)
        tests.append(f"day >= {binder.bind(first.isoformat(), 'Date')}")
        tests.append(f"day <= {binder.bind(last.isoformat(), 'Date')}")
    if table.test is not None:
        tests.append(table.test)
    return f"{table.name} WHERE {' AND '.join(tests)}"
