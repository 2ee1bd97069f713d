"""Stages as traits: what a segment's profile compares."""

from collections.abc import Mapping

from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.understand.lifecycle.history import EACH_IN_FORCE
from stayflow.understand.lifecycle.store import DEFAULT_MODEL, find_model, list_model_names


def stage_traits_sql(scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, `name` (the model) and `value` (the stage) as people stand now."""
    asked = scope.people_sql(binder)
    return (
        f"SELECT {scope.person} AS person, toString(model) AS name, toString(argMax(stage, {scope.newest})) AS value\n"
        f"FROM stage_changes WHERE at <= {binder.instant(scope.now)} AND {EACH_IN_FORCE}"
        f"{f' AND {asked}' if asked else ''} GROUP BY person, name HAVING value != ''"
    )


def stage_words(tx: Transaction) -> Mapping[tuple[str, str], Sentence]:
    """What models and stages are called, by (model, stage); without a stage the model."""
    words: dict[tuple[str, str], Sentence] = {}
    for name in list_model_names(tx):
        more = "" if name == DEFAULT_MODEL else f" ({name})"
        words[name, ""] = Sentence(f"生命周期阶段{more}", f"Lifecycle stage{more}")
        found = find_model(tx, name)
        words |= {(name, stage.name): stage.label for stage in (found.stages if found else ())}
    return words
