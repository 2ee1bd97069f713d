"""Whose standing recorded batches may have changed."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.intake.identify import ids_behind, list_changed_people
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse


@dataclass(frozen=True, slots=True)
class Span:
    """When the events of batches happened; None when there are none."""

    time_from: datetime | None
    time_to: datetime | None


def people_of(
    first: int, last: int, *, tx: Transaction, scope: Scope, warehouse: ProjectWarehouse, most: int
) -> tuple[int, ...] | None:
    """The canonical persons of the batches [first, last], in order; None when there are more than `most`.

    They have an event in them, were made by them, or lead elsewhere since.

    Args:
        first: Number of the first batch.
        last: Number of the last one.
        tx: A transaction of the project.
        scope: The project now, over everybody.
        warehouse: One statement is sent, when the batches have events.
        most: So many are listed at most.
    """
    changed = list_changed_people(tx, first, last, most=most)
    span = Span(
        *tx.rows(
            "select min(time_from), max(time_to) from batches"
            " where batch between %(first)s and %(last)s",
            {"first": first, "last": last},
        )[0]
    )
    seen = _with_events(first, last, span, scope=scope, warehouse=warehouse, most=most)
    people = {*changed, *seen}
    return None if len(people) > most else tuple(sorted(people))


def narrowed(scope: Scope, people: tuple[int, ...], tx: Transaction) -> Scope:
    """The scope over these canonical persons, with every id that leads to them."""
    raw = ids_behind(tx, people) if scope.has_merges else people
    return scope.with_people(people, raw=raw)


def _with_events(
    first: int, last: int, span: Span, *, scope: Scope, warehouse: ProjectWarehouse, most: int
) -> list[int]:
    if span.time_from is None or span.time_to is None:
        return []
    binder = Binder()
    rows = warehouse.query(
        f"SELECT DISTINCT {scope.person} AS person FROM events\n"
        f"WHERE batch >= {binder.bind(first, 'UInt64')} AND batch <= {binder.bind(last, 'UInt64')}\n"
        f"    AND time >= {binder.instant(span.time_from)} AND time <= {binder.instant(span.time_to)}\n"
        f"LIMIT {most + 1:d}",
        binder.parameters,
    ).rows
    return [int(person) for (person,) in rows]
