"""This room's statements on PostgreSQL, and the run that joins both engines."""

import json
from datetime import datetime

from stayflow.language.scope import Scope
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.value.model import ValueAnswer, ValueRules, parse_value
from stayflow.understand.value.queries import read_value, write_tiers


def read_value_rules(tx: Transaction) -> ValueRules:
    """The rules of the project; the defaults when it has none."""
    raw = tx.value("select definition from value_rules")
    return ValueRules() if raw is None else parse_value(raw)


def save_value_rules(tx: Transaction, rules: ValueRules, *, by: str, at: datetime) -> None:
    """Keep the rules of the project."""
    tx.execute(
        """
        insert into value_rules (definition, changed_at, changed_by) values (%(raw)s::jsonb, %(at)s, %(by)s)
        on conflict (project_id) do update set definition = excluded.definition,
            changed_at = excluded.changed_at, changed_by = excluded.changed_by
        """,
        {"raw": json.dumps(rules.as_raw()), "at": at, "by": by},
    )


def refresh_value(tx: Transaction, *, scope: Scope, warehouse: ProjectWarehouse) -> ValueAnswer:
    """Compute everybody's tier and record whose changed."""
    rules = read_value_rules(tx)
    answer = read_value(rules, scope=scope, warehouse=warehouse)
    write_tiers(rules, scope=scope, warehouse=warehouse)
    tx.execute(
        "insert into value_runs (at, people) values (%s, %s) on conflict do nothing",
        (scope.now, answer.people),
    )
    return answer


def value_refreshed_at(tx: Transaction) -> datetime | None:
    """When tiers were computed last."""
    found: datetime | None = tx.value("select max(at) from value_runs")
    return found
