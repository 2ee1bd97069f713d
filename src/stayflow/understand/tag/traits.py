"""Tags as traits: what a segment's profile compares."""

from collections.abc import Mapping

from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.understand.tag.facet import labels_of
from stayflow.understand.tag.store import list_tags


def tags_held_sql(scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, `name` (the tag's id) and `value`, each triple once, of the people of the scope."""
    asked = scope.people_sql(binder)
    return (
        f"SELECT DISTINCT {scope.person} AS person, tag_id AS name, value FROM person_tags FINAL"
        f"{f' WHERE {asked}' if asked else ''}"
    )


def tag_words(tx: Transaction) -> Mapping[tuple[str, str], Sentence]:
    """What tags and their values are called, by (id, value); without a value the tag."""
    words: dict[tuple[str, str], Sentence] = {}
    for each in list_tags(tx):
        words[each.tag_id, ""] = each.label
        words |= {(each.tag_id, value): said for value, said in labels_of(each).items() if value}
    return words
