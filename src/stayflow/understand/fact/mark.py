"""What is untold, and the marks of what was told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact.model import FactGroup, FactSource

# Behind every id: the whole number is told.
_WHOLE: Final = "\U0010ffff"
_UNTOLD = """
    select written.kind, written.lane, written.number as newest, coalesce(mark.number, 0) as number,
        coalesce(mark.thing_id, '') as thing_id
    from fact_numbers written left join fact_marks mark using (project_id, kind, lane)
    where (coalesce(mark.number, 0), coalesce(mark.thing_id, '')) is distinct from (written.number, %(whole)s)
"""


@dataclass(frozen=True, slots=True)
class Lane:
    """What is untold of a lane: behind (`number`, `thing_id`), up to the whole of `newest`."""

    kind: str
    lane: str
    newest: int
    number: int
    thing_id: str


def list_untold(tx: Transaction) -> list[Lane]:
    """The lanes in which changes may have been written that nobody was told of."""
    return tx.all(Lane, f"{_UNTOLD} order by kind, lane", {"whole": _WHOLE})


def list_groups(
    lane: Lane, source: FactSource, names: Mapping[str, str], warehouse: ProjectWarehouse
) -> Iterator[FactGroup]:
    """The untold groups of a lane, in order.

    Args:
        lane: What is untold.
        source: Where its changes are recorded.
        names: Of the things there are, by id.
        warehouse: One statement is sent; rows of other numbers are passed over by the index on them.
    """
    binder = Binder()
    number, thing = binder.bind(lane.number, "UInt64"), binder.bind(lane.thing_id, "String")
    tests = [
        f"number >= {number}",
        f"number <= {binder.bind(lane.newest, 'UInt64')}",
        f"(number, toString({source.thing})) > ({number}, {thing})",
    ]
    if lane.lane:
        tests.append(f"{source.thing} = {binder.bind(lane.lane, 'String')}")
    rows = warehouse.query(
        f"SELECT number, toString({source.thing}) AS thing, count() FROM {source.table}\n"
        f"WHERE number > 0 AND {' AND '.join(tests)}\nGROUP BY number, thing ORDER BY number, thing",
        binder.parameters,
    ).rows
    for number, thing, count in rows:
        yield FactGroup(int(number), str(thing), names.get(thing, thing), int(count))


def note_told(
    tx: Transaction,
    lane: Lane,
    group: FactGroup,
    *,
    told: int = 0,
    held_back: int = 0,
    now: datetime,
) -> None:
    """Remember that a group was told, or that its changes were too many to be."""
    _move(tx, lane, group.number, group.thing_id)
    tx.execute(
        """
        update fact_marks set told = told + %(told)s, held_back = held_back + %(held)s,
            held_back_at = coalesce(%(at)s, held_back_at)
        where kind = %(kind)s and lane = %(lane)s
        """,
        {
            "kind": lane.kind,
            "lane": lane.lane,
            "told": told,
            "held": held_back,
            "at": now if held_back else None,
        },
    )


def note_whole(tx: Transaction, lane: Lane) -> None:
    """Remember that all there was is told."""
    _move(tx, lane, lane.newest, _WHOLE)


def _move(tx: Transaction, lane: Lane, number: int, thing_id: str) -> None:
    """Move the mark on; never back, when two tell at once."""
    tx.execute(
        """
        insert into fact_marks as mark (kind, lane, number, thing_id)
        values (%(kind)s, %(lane)s, %(number)s, %(thing)s)
        on conflict (project_id, kind, lane) do update
        set number = excluded.number, thing_id = excluded.thing_id
        where mark.number < excluded.number
            or (mark.number = excluded.number and mark.thing_id < excluded.thing_id collate "C")
        """,
        {"kind": lane.kind, "lane": lane.lane, "number": number, "thing": thing_id},
    )
