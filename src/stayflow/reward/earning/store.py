"""The earning room's statements on PostgreSQL; the only ones."""

import json

from stayflow.reward.earning.model import EarningRule, Missed
from stayflow.stores.relational import Transaction
from stayflow.understand.usage import Thing, Use, names_thing

COLUMNS = "rule_id, version, name, definition, enabled, created_at, changed_at"


def list_rules(tx: Transaction) -> list[EarningRule]:
    """Return the rules, oldest first."""
    return tx.all(
        EarningRule,
        f"select {COLUMNS} from earning_rules "
        "where removed_at is null order by created_at, rule_id",
    )


def earning_uses(tx: Transaction, thing: Thing) -> list[Use]:
    """The earning rules whose people are chosen by a thing."""
    return [
        Use("earning rule", rule.rule_id, rule.name)
        for rule in list_rules(tx)
        if names_thing(rule.definition, thing)
    ]


def find_rule(tx: Transaction, rule_id: str) -> EarningRule | None:
    """Return the rule with this id; its row is held until the transaction ends."""
    return tx.one(
        EarningRule,
        f"select {COLUMNS} from earning_rules "
        "where rule_id = %(rule_id)s and removed_at is null for update",
        {"rule_id": rule_id},
    )


def has_name(tx: Transaction, name: str, *, except_rule: str) -> bool:
    """Tell whether another rule has this name."""
    return bool(
        tx.value(
            "select count(*) from earning_rules "
            "where name = %(name)s and rule_id <> %(rule_id)s and removed_at is null",
            {"name": name, "rule_id": except_rule},
        )
    )


def save_rule(tx: Transaction, rule: EarningRule, *, actor: str) -> None:
    """Write the rule's present version, and keep it among its versions."""
    values = {
        "rule_id": rule.rule_id,
        "version": rule.version,
        "name": rule.name,
        "definition": json.dumps(rule.definition, ensure_ascii=False),
        "enabled": rule.enabled,
        "created_at": rule.created_at,
        "changed_at": rule.changed_at,
        "actor": actor,
    }
    tx.execute(
        f"""
        insert into earning_rules ({COLUMNS})
        values (%(rule_id)s, %(version)s, %(name)s, %(definition)s, %(enabled)s, %(created_at)s,
                %(changed_at)s)
        on conflict (project_id, rule_id) do update set
          version = excluded.version, name = excluded.name, definition = excluded.definition,
          enabled = excluded.enabled, changed_at = excluded.changed_at
        """,
        values,
    )
    tx.execute(
        """
        insert into earning_rule_versions (rule_id, version, name, definition, enabled, at, actor)
        values (%(rule_id)s, %(version)s, %(name)s, %(definition)s, %(enabled)s, %(changed_at)s,
                %(actor)s)
        """,
        values,
    )


def list_missed(tx: Transaction) -> list[Missed]:
    """What every rule has missed, the oldest first."""
    return tx.all(
        Missed,
        "select rule_id, first_batch, last_batch from earning_missed order by rule_id, first_batch",
    )


def note_missed(tx: Transaction, missed: Missed) -> None:
    """Keep what a rule missed; what follows on what it missed before is one with it."""
    values = {"rule": missed.rule_id, "first": missed.first_batch, "last": missed.last_batch}
    lengthened = tx.execute(
        "update earning_missed set last_batch = greatest(last_batch, %(last)s)"
        " where rule_id = %(rule)s and %(first)s between first_batch and last_batch + 1",
        values,
    )
    if not lengthened:
        tx.execute(
            "insert into earning_missed (rule_id, first_batch, last_batch)"
            " values (%(rule)s, %(first)s, %(last)s)",
            values,
        )


def forget_missed(tx: Transaction, missed: Missed) -> None:
    """It was made up for."""
    tx.execute(
        "delete from earning_missed where rule_id = %s and first_batch = %s and last_batch = %s",
        (missed.rule_id, missed.first_batch, missed.last_batch),
    )


def remove_rule(tx: Transaction, rule: EarningRule) -> None:
    """End a rule; its versions and what it granted stay."""
    tx.execute("delete from earning_missed where rule_id = %s", (rule.rule_id,))
    tx.execute(
        "update earning_rules set removed_at = %(at)s, enabled = false where rule_id = %(rule_id)s",
        {"rule_id": rule.rule_id, "at": rule.changed_at},
    )
