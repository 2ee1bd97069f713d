"""The demo's statements on PostgreSQL; the only ones."""

from dataclasses import dataclass
from datetime import date

from stayflow.demo.dates import DateShift
from stayflow.stores.relational import Transaction


@dataclass(frozen=True, slots=True)
class _Load:
    shift_days: int
    last_on: date


def fix_shift(tx: Transaction, shift: DateShift) -> DateShift:
    """Return the shift this project was begun with; that is `shift` the first time."""
    tx.execute(
        "insert into demo_loads (shift_days, last_on) values (%(days)s, %(last_on)s) "
        "on conflict do nothing",
        {"days": shift.days, "last_on": shift.last_on},
    )
    begun = tx.one(_Load, "select shift_days, last_on from demo_loads")
    return shift if begun is None else DateShift(begun.shift_days, begun.last_on)


def list_done(tx: Transaction) -> set[str]:
    """Return the steps that are done."""
    return set(tx.value("select steps from demo_loads") or ())


def mark_done(tx: Transaction, step: str) -> None:
    """Remember that a step is done."""
    tx.execute(
        "update demo_loads set steps = array_append(steps, %(step)s) "
        "where not %(step)s = any(steps)",
        {"step": step},
    )
