"""Tags as traits: what a segment's profile compares."""

from stayflow.language.scope import Scope
from stayflow.language.statement import Binder


def tags_held_sql(scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, `name` (the tag's id) and `value`, each triple once, of the people of the scope."""
    asked = scope.people_sql(binder)
    return (
        f"SELECT DISTINCT {scope.person} AS person, tag_id AS name, value FROM person_tags FINAL"
        f"{f' WHERE {asked}' if asked else ''}"
    )
