"""The statements on `cleaning_rules`."""

import json
from datetime import datetime

from stayflow.intake.clean.rules import CleanRules, parse_rules, rules_as_json
from stayflow.stores.relational import Transaction


def read_rules(tx: Transaction, *, default: CleanRules) -> CleanRules:
    """The project's rules; what it never set is as in `default`."""
    saved = tx.value("select rules from cleaning_rules")
    return default if saved is None else parse_rules(saved, default=default)


def save_rules(tx: Transaction, rules: CleanRules, *, by: str, now: datetime) -> None:
    """Put rules in force, from the next batch on."""
    tx.execute(
        "insert into cleaning_rules (rules, changed_at, changed_by) values (%s, %s, %s)"
        " on conflict (project_id) do update set rules = excluded.rules,"
        " changed_at = excluded.changed_at, changed_by = excluded.changed_by",
        (json.dumps(rules_as_json(rules), ensure_ascii=False), now, by),
    )
