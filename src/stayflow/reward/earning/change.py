"""Making, changing and ending rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import new_id
from stayflow.language.raw import read_text
from stayflow.language.scope import Scope
from stayflow.reward.earning import store
from stayflow.reward.earning.errors import EarningRuleNameTaken, EarningRuleNotFound
from stayflow.reward.earning.model import EarningRule, Granted, RuleChange
from stayflow.reward.earning.parse import parse_definition
from stayflow.reward.earning.queries import check_definition
from stayflow.reward.ledger import sum_by_actor
from stayflow.stores.relational import Transaction


def create_rule(
    tx: Transaction,
    name: str,
    definition: Mapping[str, object],
    *,
    scope: Scope,
    actor: str,
    enabled: bool = True,
) -> EarningRule:
    """Make a rule; events received from now on earn.

    Args:
        tx: A transaction of the project.
        name: Stands on people's statements; unique among the rules.
        definition: As `parse_definition` reads it.
        scope: The project; tells names, types and the present.
        actor: Who makes it.
        enabled: Whether it grants at once.

    Raises:
        EarningRuleInvalid: The definition does not say how much.
        EarningRuleNameTaken: Another rule has the name.
        UnknownEvent: The project has never seen the event (likewise properties and attributes).
    """
    rule = EarningRule(
        rule_id=new_id(),
        version=1,
        name=read_text(name, "name"),
        definition=_checked(definition, scope),
        enabled=enabled,
        created_at=scope.now,
        changed_at=scope.now,
    )
    return _save(tx, rule, actor)


def change_rule(
    tx: Transaction, rule_id: str, change: RuleChange, *, scope: Scope, actor: str
) -> EarningRule:
    """Make a new version of a rule; what it granted stays, and no event earns by it twice.

    Raises:
        EarningRuleNotFound: There is no such rule.
        EarningRuleInvalid: The definition does not say how much.
        EarningRuleNameTaken: Another rule has the name.
    """
    rule = get_rule(tx, rule_id)
    definition = rule.definition
    if change.definition is not None:
        definition = _checked(change.definition, scope)
    changed = replace(
        rule,
        version=rule.version + 1,
        name=rule.name if change.name is None else read_text(change.name, "name"),
        definition=definition,
        enabled=rule.enabled if change.enabled is None else change.enabled,
        changed_at=scope.now,
    )
    return _save(tx, changed, actor)


def remove_rule(tx: Transaction, rule_id: str, *, now: datetime) -> None:
    """End a rule; what it granted stays.

    Raises:
        EarningRuleNotFound: There is no such rule.
    """
    store.remove_rule(tx, replace(get_rule(tx, rule_id), changed_at=now))


def get_rule(tx: Transaction, rule_id: str) -> EarningRule:
    """Return the rule with this id.

    Raises:
        EarningRuleNotFound: There is no such rule.
    """
    rule = store.find_rule(tx, rule_id)
    if rule is None:
        raise EarningRuleNotFound(f"there is no earning rule {rule_id!r}", path="rule_id")
    return rule


def trouble_of(rule: EarningRule, scope: Scope) -> str | None:
    """Why a rule grants nothing, such as a property of it that is a text now; None when it is sound."""
    try:
        check_definition(parse_definition(rule.definition, facets=scope.facets), scope)
    except StayflowError as error:
        return error.message
    return None


def list_granted(tx: Transaction, rules: list[EarningRule]) -> dict[str, Granted]:
    """Return what each of the rules has granted so far, by rule id."""
    sums = sum_by_actor(tx, [rule.actor for rule in rules])
    return {rule.rule_id: Granted(*sums.get(rule.actor, (0, 0))) for rule in rules}


def _checked(definition: Mapping[str, object], scope: Scope) -> Mapping[str, object]:
    parsed = parse_definition(definition, facets=scope.facets)
    check_definition(parsed, scope)
    return parsed.raw


def _save(tx: Transaction, rule: EarningRule, actor: str) -> EarningRule:
    if store.has_name(tx, rule.name, except_rule=rule.rule_id):
        raise EarningRuleNameTaken(f"another rule is called {rule.name!r}", path="name")
    store.save_rule(tx, rule, actor=actor)
    return rule
