"""Where the published things of one kind stand."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound
from stayflow.language.raw import JsonObject

NAME_MAX = 100


class Published(Protocol):
    """What every published thing has beside its key."""

    @property
    def name(self) -> str:
        """Unique in the project."""

    @property
    def definition(self) -> object:
        """What it shows, or where it leads."""

    @property
    def state(self) -> StrEnum:
        """Whether it is open."""


Some = TypeVar("Some", bound=Published)


@dataclass(frozen=True, slots=True)
class Board(Generic[Some]):
    """A kind of published things.

    Attributes:
        table: Its columns are the key, `name`, `definition`, `state`, `created_at`, `created_by` and `changed_at`.
        key: The column of the last part of their address.
        path: What requests call the key.
        said: What one is called in a message.
        make: One of them, of its columns in that order; definition and state are read by the next two.
        definition: The type of definitions.
        state: Open or closed; a new one is in the first of these.
        parse: Reads a definition as somebody wrote it.
        invalid: A field does not fit.
        not_found: There is none of the key.
        name_taken: Another has the name.
    """

    table: str
    key: str
    path: str
    said: str
    make: Callable[..., Some]
    definition: type[Any]
    state: type[StrEnum]
    parse: Callable[[JsonObject], object]
    invalid: type[InvalidInput]
    not_found: type[NotFound]
    name_taken: type[Conflict]

    @property
    def columns(self) -> str:
        """All of them, in the order of `make`."""
        return f"{self.key}, name, definition, state, created_at, created_by, changed_at"
