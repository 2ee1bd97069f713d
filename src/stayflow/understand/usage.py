"""Who uses this: what must be known before a segment, a tag or a score is deleted.

Each room that names such things in its definitions has one plug: a function from a `Thing` to its `Use`s. `app.py`
gathers them. A thing in use is not deleted; the refusal lists the uses.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stayflow.kernel.errors import Conflict
from stayflow.stores.relational import Transaction


class InUse(Conflict):
    """Something is built on it; the message says what."""

    code = "in_use"


@dataclass(frozen=True, slots=True)
class Thing:
    """What may be named by others.

    Attributes:
        kind: As conditions call it: `segment`, `tag`, `score`, `stage`.
        keys: Its id and its name; a definition names it by either.
        name: As people call it.
    """

    kind: str
    keys: frozenset[str]
    name: str


@dataclass(frozen=True, slots=True)
class Use:
    """One definition that names a thing.

    Attributes:
        kind: `segment`, `campaign`, `tag`, `earning rule`, `destination`, ….
        use_id: Its id.
        name: As people call it.
    """

    kind: str
    use_id: str
    name: str

    def __str__(self) -> str:
        return f'{self.kind} "{self.name}"'


UsePlug = Callable[[Transaction, Thing], Sequence[Use]]
"""The uses of a thing in one room."""


def find_uses(tx: Transaction, thing: Thing, plugs: Sequence[UsePlug]) -> list[Use]:
    """Everything that names a thing, room by room."""
    return [use for plug in plugs for use in plug(tx, thing)]


def check_unused(tx: Transaction, thing: Thing, plugs: Sequence[UsePlug]) -> None:
    """Refuse to delete what is in use.

    Raises:
        InUse: The message lists the uses.
    """
    uses = find_uses(tx, thing, plugs)
    if uses:
        listed = ", ".join(str(each) for each in uses)
        raise InUse(f'{thing.kind} "{thing.name}" is used by {listed}')


def names_thing(condition: object, thing: Thing) -> bool:
    """Whether a condition, as JSON, names a thing."""
    return any(key in thing.keys for key in named_in(condition, thing.kind))


def named_in(condition: object, kind: str) -> Iterator[str]:
    """The names and ids of the things of a kind that a condition, as JSON, names; wherever it is nested."""
    if isinstance(condition, Mapping):
        for key, body in condition.items():
            if key == kind and isinstance(body, Mapping):
                yield from (str(body[field]) for field in ("name", "id", "model") if field in body)
            yield from named_in(body, kind)
    elif isinstance(condition, list | tuple):
        for each in condition:
            yield from named_in(each, kind)
