"""Nouns of the room."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from stayflow.language.event import RawEvent
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse


@dataclass(frozen=True, slots=True)
class FactGroup:
    """The changes of one thing that were written under one number.

    Attributes:
        number: See `take_number`.
        thing_id: The segment, tag, score or model.
        name: As people call it; its id when it is gone.
        count: Rows of its changes.
    """

    number: int
    thing_id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a room records changes, and how they read as events.

    Attributes:
        kind: `segment`, `tag`, `score` or `stage`.
        table: In ClickHouse, with a column `number`.
        thing: Its column of ids.
        names: Ids and names of the things there are.
        read: The events of a group, in one statement; their ids are made of the change alone.
    """

    kind: str
    table: str
    thing: str
    names: Callable[[Transaction], Mapping[str, str]]
    read: Callable[[FactGroup, ProjectWarehouse], Sequence[RawEvent]]
