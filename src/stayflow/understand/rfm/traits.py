"""RFM classes as traits: what a segment's profile compares."""

from collections.abc import Mapping

from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.understand.rfm.model import RfmClass
from stayflow.understand.rfm.queries import OWN_FIRST
from stayflow.understand.rfm.store import DEFAULT_MODEL, list_rfm_models


def rfm_traits_sql(scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, `name` (the model) and `value` (the class) at each model's newest run."""
    asked = scope.people_sql(binder)
    return (
        "SELECT person, name, toString(class) AS value FROM (\n"
        f"    SELECT {scope.person} AS person, model AS name, argMax(class, {OWN_FIRST}) AS class\n"
        "    FROM rfm_people FINAL WHERE (model, at) IN (SELECT model, max(at) FROM rfm_people GROUP BY model)\n"
        f"        {f'AND {asked}' if asked else ''} GROUP BY person, name\n) WHERE class != ''"
    )


def rfm_words(tx: Transaction) -> Mapping[tuple[str, str], Sentence]:
    """What models and classes are called, by (name, value) of the trait; without a value the model."""
    words: dict[tuple[str, str], Sentence] = {}
    for each in list_rfm_models(tx):
        more = "" if each.model == DEFAULT_MODEL else f" ({each.model})"
        words[each.model, ""] = Sentence(f"RFM 分类{more}", f"RFM class{more}")
        for found in RfmClass:
            words[each.model, found.value] = Sentence(found.describe("zh"), found.describe("en"))
    return words
