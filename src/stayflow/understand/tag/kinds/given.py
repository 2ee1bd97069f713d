"""Import and manual: values that somebody gave, by a file of identities or by hand.

What was given is kept as it was given (`tag_entries`); who has the value is computed of it, so that a merged person
has what both were given, and the newest wins.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stayflow.kernel.registry import Registry
from stayflow.language.raw import (
    JsonObject,
    Malformed,
    join,
    read_boolean,
    read_list,
    read_object,
    read_text,
)
from stayflow.language.scope import Facet, Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder
from stayflow.understand.tag.kinds.kind import Found, Listed, read_label
from stayflow.understand.tag.kinds.rule import VALUES_MAX
from stayflow.understand.tag.model import TagValue

NEWEST = "(at, is_given, value, person_id)"
"""Which of two entries stands: the later one; of the same moment, giving before taking."""


@dataclass(frozen=True, slots=True)
class Given:
    """What may be given.

    Attributes:
        many: True when a person can have several values; else the newest replaces the others.
        is_open: True when values beside the listed ones may be given.
    """

    many: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class GivenKind:
    """`{values?: [value or {value, label}], many?: boolean}`; without values any may be given."""

    name: str
    label: Sentence
    said: Sentence
    is_given: bool = True

    def parse(self, raw: JsonObject, path: str, facets: Registry[Facet]) -> Found:
        """Read what may be given.

        Raises:
            Malformed: A part has the wrong shape.
        """
        del facets
        node = read_object(raw, path, known=("values", "many"))
        at = join(path, "values")
        rows = read_list(node.get("values", ()), at)
        if len(rows) > VALUES_MAX:
            raise Malformed(f"expected at most {VALUES_MAX} values, got {len(rows)}", path=at)
        values = tuple(_read_value(each, f"{at}[{n}]") for n, each in enumerate(rows))
        many = read_boolean(node.get("many", False), join(path, "many"))
        return Listed(Given(many, is_open=not values), values)

    def people_sql(self, tag_id: str, definition: object, scope: Scope, binder: Binder) -> str:
        """Who was given a value that nobody took away or replaced since."""
        assert isinstance(definition, Given)  # noqa: S101 - read by parse
        past = f"at <= {binder.instant(scope.until)}" if scope.until else None
        rows = " AND ".join(
            test
            for test in (
                f"tag_id = {binder.bind(tag_id, 'String')}",
                scope.people_sql(binder),
                past,
            )
            if test
        )
        person = f"SELECT {scope.person} AS person, value, is_given, at, person_id FROM tag_entries FINAL WHERE {rows}"
        if definition.many:
            return (
                f"SELECT person AS person_id, value FROM ({person})\n"
                f"GROUP BY person, value HAVING argMax(is_given, {NEWEST}) = 1"
            )
        return (
            "SELECT person AS person_id, newest AS value FROM (\n"
            f"    SELECT person, argMax(value, {NEWEST}) AS newest, argMax(is_given, {NEWEST}) AS stands\n"
            f"    FROM ({person}) GROUP BY person\n"
            ") WHERE stands = 1"
        )

    def conditions(self, raw: JsonObject) -> Sequence[JsonObject]:
        """It is computed of nothing."""
        del raw
        return ()

    def describe(self, raw: JsonObject, found: Found, lang: Lang) -> str:
        """How it is given."""
        del raw, found
        return self.said.say(lang)


def _read_value(raw: object, path: str) -> TagValue:
    if isinstance(raw, str):
        name = read_text(raw, path)
        return TagValue(name, Sentence(name, name))
    node = read_object(raw, path, known=("value", "label"))
    name = read_text(node.get("value"), join(path, "value"))
    return TagValue(name, read_label(node.get("label"), join(path, "label"), name))
