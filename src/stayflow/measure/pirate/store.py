"""The stages of a project in PostgreSQL."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from stayflow.language.raw import JsonObject
from stayflow.measure.pirate.model import Steps, parse_steps
from stayflow.stores.relational import Transaction


@dataclass(frozen=True, slots=True)
class SavedSteps:
    """What somebody said the stages are."""

    steps: Steps
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class _Row:
    steps: JsonObject
    changed_at: datetime
    changed_by: str


def find_steps(tx: Transaction) -> SavedSteps | None:
    """The saved stages; None until somebody saved them."""
    row = tx.one(_Row, "select steps, changed_at, changed_by from pirate_steps")
    if row is None:
        return None
    return SavedSteps(msgspec.convert(row.steps, Steps), row.changed_at, row.changed_by)


def save_steps(tx: Transaction, raw: object, *, by: str, now: datetime) -> SavedSteps:
    """Save what the stages are.

    Raises:
        InvalidInput: A stage cannot be defined so.
    """
    steps = parse_steps(raw)
    tx.execute(
        "insert into pirate_steps (steps, changed_at, changed_by) values (%(steps)s::jsonb, %(now)s, %(by)s)"
        " on conflict (project_id) do update set steps = excluded.steps,"
        " changed_at = excluded.changed_at, changed_by = excluded.changed_by",
        {"steps": msgspec.json.encode(steps).decode(), "now": now, "by": by},
    )
    return SavedSteps(steps, now, by)
