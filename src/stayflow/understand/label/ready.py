"""Ready sets: one data file an industry, in the folder `sets` of the room they are for."""

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any, Protocol, TypeVar

import yaml

from stayflow.kernel.errors import nearest
from stayflow.language.sentence import Sentence
from stayflow.understand.label.model import Shelf


class ReadySet(Protocol):
    """A set knows its industry, such as `ecommerce`."""

    @property
    def industry(self) -> str:
        """Its key."""
        ...


Some = TypeVar("Some", bound=ReadySet)


def read_sets(room: str) -> tuple[dict[str, Any], ...]:
    """What the files of a room's folder `sets` say, in the order of their names.

    Args:
        room: The room as a package: `stayflow.understand.tag`.
    """
    folder = resources.files(room) / "sets"
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".yaml")),
        key=lambda entry: entry.name,
    )
    return tuple(yaml.safe_load(entry.read_text(encoding="utf-8")) for entry in files)


def read_words(raw: Mapping[str, str]) -> Sentence:
    """Words in both languages, as a file has them."""
    return Sentence(raw["zh"], raw["en"])


def find_set(sets: Sequence[Some], industry: str, shelf: Shelf[Any]) -> Some:
    """The set of an industry.

    Raises:
        StayflowError: `shelf.set_not_found`; the message lists the nearest.
    """
    found = {each.industry: each for each in sets}
    if industry not in found:
        raise shelf.set_not_found(f'no {shelf.sets} "{industry}"{nearest(industry, list(found))}')
    return found[industry]
