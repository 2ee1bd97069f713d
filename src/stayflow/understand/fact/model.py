"""Nouns of the room."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from stayflow.language.event import RawEvent
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse


@dataclass(frozen=True, slots=True)
class FactGroup:
    """The changes of one thing that were written under one number; all of them, or those of some persons.

    Attributes:
        number: See `take_number`.
        thing_id: The segment, tag, score or model.
        name: As people call it; its id when it is gone.
        count: Rows of its changes.
        after: Only persons with greater ids.
        last: Only persons up to this id; None is everybody.
    """

    number: int
    thing_id: str
    name: str
    count: int
    after: int = 0
    last: int | None = None

    @property
    def rows_sql(self) -> str:
        """SQL, 0 or 1, of a row of its changes, beside the test of its thing; `bound` has the values."""
        rows = "number = {number:UInt64}"
        if self.last is None:
            return rows
        return f"{rows} AND person_id > {{after:UInt64}} AND person_id <= {{last:UInt64}}"

    @property
    def bound(self) -> dict[str, object]:
        """Values of `rows_sql`."""
        if self.last is None:
            return {"number": self.number}
        return {"number": self.number, "after": self.after, "last": self.last}


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a room records changes, and how they read as events.

    Attributes:
        kind: `segment`, `tag`, `score`, `stage`, `rfm` or `identity`.
        table: In ClickHouse, with a column `number`.
        thing: Its column of ids.
        names: Ids and names of the things there are.
        read: The events of a group, in one statement; their ids are made of the change alone.
        written_by: The newest of the batches from one to another that wrote any, 0 for none, where the number of a
            change is its batch's; None where whoever writes it takes a number.
    """

    kind: str
    table: str
    thing: str
    names: Callable[[Transaction], Mapping[str, str]]
    read: Callable[[FactGroup, ProjectWarehouse], Sequence[RawEvent]]
    written_by: Callable[[Transaction, int, int], int] | None = None
