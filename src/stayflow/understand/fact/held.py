"""Changes that were held back: shown to operators, who let them be told after all or drop them."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from stayflow.kernel.errors import Conflict, NotFound
from stayflow.kernel.ids import new_id
from stayflow.kernel.paging import LAST_INSTANT, Listing, Page
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact.mark import Lane
from stayflow.understand.fact.model import FactGroup, FactSource

PEOPLE_AT_ONCE: Final = 10_000
"""Persons whose changes are read at a time: facts of a million people are not held in memory."""
_PAGES: Final = Listing("held facts", (LAST_INSTANT, ""))
_COLUMNS: Final = "held_id, kind, number, thing_id, name, count, held_at, state, told_to, told, decided_at, decided_by"


class HeldState(StrEnum):
    """What became of changes that were held back."""

    HELD = "held"
    TELLING = "telling"
    TOLD = "told"
    DROPPED = "dropped"


class HeldNotFound(NotFound):
    """Nothing is held back under this id."""

    code = "held_not_found"


class HeldDecided(Conflict):
    """What was held back is told already, or dropped."""

    code = "held_decided"


@dataclass(frozen=True, slots=True)
class HeldFacts:
    """The changes of one thing under one number, which nobody was told of.

    Attributes:
        kind: Of the `FactSource`.
        name: What the thing was called.
        count: Rows of its changes.
        told_to: While they are told: the person up to whom they are.
        told: Events that were told.
        decided_by: Who had them told, or dropped them.
    """

    held_id: str
    kind: str
    number: int
    thing_id: str
    name: str
    count: int
    held_at: datetime
    state: HeldState
    told_to: int
    told: int
    decided_at: datetime | None
    decided_by: str

    @property
    def group(self) -> FactGroup:
        """The group of facts that they are."""
        return FactGroup(self.number, self.thing_id, self.name, self.count)


def hold_back(tx: Transaction, lane: Lane, group: FactGroup, *, now: datetime) -> None:
    """Remember that a group was not told; again changes nothing."""
    tx.execute(
        """
        insert into fact_held (held_id, kind, lane, number, thing_id, name, count, held_at)
        values (%(id)s, %(kind)s, %(lane)s, %(number)s, %(thing)s, %(name)s, %(count)s, %(at)s)
        on conflict (project_id, kind, lane, number, thing_id) do nothing
        """,
        {
            "id": new_id(),
            "kind": lane.kind,
            "lane": lane.lane,
            "number": group.number,
            "thing": group.thing_id,
            "name": group.name,
            "count": group.count,
            "at": now,
        },
    )


def list_held(
    tx: Transaction, *, is_open: bool = True, limit: int = 50, cursor: str | None = None
) -> Page[HeldFacts]:
    """What was held back, the newest first.

    Args:
        tx: The project's transaction.
        is_open: Only what nobody has decided on, or what is being told.
        limit: So many at most.
        cursor: `next` of the page before.
    """
    at, held_id = _PAGES.behind(cursor)
    rows = tx.all(
        HeldFacts,
        f"select {_COLUMNS} from fact_held\n"
        "where (held_at, held_id) < (%(at)s::timestamptz, %(id)s)"
        " and (not %(open)s or state in ('held', 'telling'))\n"
        "order by held_at desc, held_id desc limit %(most)s",
        {
            "at": at,
            "id": held_id,
            "open": is_open,
            "most": limit + 1,
        },
    )
    found = tuple(_typed(each) for each in rows[:limit])
    if len(rows) <= limit:
        return Page(found, None)
    return Page(found, _PAGES.cursor(found[-1].held_at.isoformat(), found[-1].held_id))


def get_held(tx: Transaction, held_id: str) -> HeldFacts:
    """What is held back under an id.

    Raises:
        HeldNotFound: Nothing is.
    """
    found = tx.one(
        HeldFacts, f"select {_COLUMNS} from fact_held where held_id = %(id)s", {"id": held_id}
    )
    if found is None:
        raise HeldNotFound(f'nothing is held back under "{held_id}"', path="held_id")
    return _typed(found)


def decide_held(
    tx: Transaction, held_id: str, state: HeldState, *, by: str, now: datetime
) -> HeldFacts:
    """Have changes told after all (`TELLING`), or drop them; what is being told is asked for again at will.

    Raises:
        HeldNotFound: Nothing is held back under this id.
        HeldDecided: They are told already, or dropped; or being told, and cannot be dropped.
    """
    tx.execute("select 1 from fact_held where held_id = %(id)s for update", {"id": held_id})
    found = get_held(tx, held_id)
    if found.state not in {HeldState.HELD, state} or state is HeldState.TOLD:
        raise HeldDecided(f"these changes are {found.state.value} already", path="held_id")
    tx.execute(
        "update fact_held set state = %(state)s, decided_at = %(at)s, decided_by = %(by)s"
        " where held_id = %(id)s",
        {"state": state.value, "at": now, "by": by, "id": held_id},
    )
    return get_held(tx, held_id)


def next_people(
    held: HeldFacts, source: FactSource, warehouse: ProjectWarehouse
) -> FactGroup | None:
    """The next persons whose changes are to be told; None when all are."""
    binder = Binder()
    rows = warehouse.query(
        f"SELECT DISTINCT person_id FROM {source.table}\n"
        f"WHERE number = {binder.bind(held.number, 'UInt64')}"
        f" AND toString({source.thing}) = {binder.bind(held.thing_id, 'String')}"
        f" AND person_id > {binder.bind(held.told_to, 'UInt64')}\n"
        f"ORDER BY person_id LIMIT {PEOPLE_AT_ONCE}",
        binder.parameters,
    ).rows
    if not rows:
        return None
    return replace(held.group, after=held.told_to, last=int(rows[-1][0]))


def note_part(tx: Transaction, held_id: str, *, last: int, told: int) -> None:
    """Remember up to whom changes are told; never back, when two tell at once."""
    tx.execute(
        "update fact_held set told_to = %(last)s, told = told + %(told)s"
        " where held_id = %(id)s and told_to < %(last)s",
        {"id": held_id, "last": last, "told": told},
    )


def note_end(tx: Transaction, held_id: str) -> None:
    """Remember that all of them are told."""
    tx.execute("update fact_held set state = 'told' where held_id = %(id)s", {"id": held_id})


def _typed(held: HeldFacts) -> HeldFacts:
    return replace(held, state=HeldState(held.state))
