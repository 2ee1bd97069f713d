"""Properties that collectors send under names of their own: one that the question names, or the first that has a value.

A question that names a property is held to it: an unknown one is an error. Of the collectors' names only those the
project has seen are read, so that a question needs no word about them, and where none was seen there is no value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stayflow.language.raw import join, read_object, read_text
from stayflow.language.scope import ValueType, property_sql
from stayflow.measure.analysis.scan import Scan, all_of

PAGE: Final = "path"
"""The column of `events` that says which page an event is on."""


@dataclass(frozen=True, slots=True)
class Named:
    """A property.

    Attributes:
        names: The one that was asked for, or the collectors' names in the order they are looked at.
        path: Where it was written; "" for the collectors' names.
    """

    names: tuple[str, ...]
    path: str = ""


def parse_named(raw: object, path: str, names: tuple[str, ...]) -> Named:
    """Read a property's name; nothing is the collectors' `names`.

    Raises:
        Malformed: It is no text.
    """
    return Named(names) if raw is None else Named((read_text(raw, path),), path)


def parse_named_object(raw: object, path: str, names: tuple[str, ...]) -> Named:
    """Read `{"property": name}`; nothing is the collectors' `names`.

    Raises:
        Malformed: It has another shape.
    """
    if raw is None:
        return Named(names)
    node = read_object(raw, path, known=("property",))
    at = join(path, "property")
    return Named((read_text(node.get("property"), at),), at)


def text_sql(named: Named, scan: Scan) -> str:
    """SQL of the property as text, '' where there is none.

    Raises:
        UnknownProperty: The question names one that the project has never seen.
    """
    found = [
        property_sql(scan.scope, scan.binder, name, wanted=ValueType.TEXT, path=named.path)
        for name in _seen(named, scan)
    ]
    if len(found) < 2:  # noqa: PLR2004  there is nothing to choose from
        return f"toString({found[0]})" if found else "''"
    options = ", ".join(f"nullIf(toString({sql}), '')" for sql in found)
    return f"coalesce({options}, '')"


def number_sql(named: Named, scan: Scan) -> str:
    """SQL of the property as a number, NULL where there is none.

    Raises:
        UnknownProperty: The question names one that the project has never seen.
        WrongType: The question names one that is no number.
    """
    found = [
        property_sql(scan.scope, scan.binder, name, wanted=ValueType.NUMBER, path=named.path)
        for name in _seen(named, scan, wanted=ValueType.NUMBER)
    ]
    if not found:
        return "CAST(NULL, 'Nullable(Float64)')"
    if len(found) == 1:
        return f"toFloat64({found[0]})"
    return f"coalesce({', '.join(f'toFloat64({sql})' for sql in found)})"


def is_number_seen(named: Named, scan: Scan) -> bool:
    """False when no event can have it: the question names none, and the project has none of the collectors'."""
    return bool(_seen(named, scan, wanted=ValueType.NUMBER))


def page_sql(scan: Scan) -> str:
    """SQL of the page an event is on: what its collector says, else what was imported under the same name."""
    imported = scan.scope.catalogue.property(PAGE)
    if imported is None:
        return PAGE
    told = property_sql(scan.scope, scan.binder, PAGE, wanted=ValueType.TEXT)
    return f"if({PAGE} != '', {PAGE}, toString({told}))"


def names_sql(value: str, tests: Sequence[str]) -> str:
    """SQL of an array of all values, texts, of events in their order; the first is none. Places are their numbers."""
    return (
        "(SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (\n"
        f"SELECT DISTINCT {value} AS name FROM events WHERE {all_of(tests)}\n"
        ") WHERE name != '' ORDER BY name))"
    )


def _seen(named: Named, scan: Scan, *, wanted: ValueType | None = None) -> list[str]:
    """The names to read: of the collectors' only those the project has, of the type they should have."""
    if named.path:
        return list(named.names)
    known = [(name, scan.scope.catalogue.property(name)) for name in named.names]
    return [name for name, found in known if found is not None and wanted in {None, found.type}]
