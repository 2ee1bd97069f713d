"""The statements on `erasures`, `erased_people` and `erasure_places`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from stayflow.access.erasure.model import (
    Erased,
    Erasure,
    ErasureNotFound,
    ErasureState,
    Place,
    Way,
)
from stayflow.kernel.ids import new_id
from stayflow.kernel.paging import Listing, Page
from stayflow.stores.relational import Transaction

_PAGES = Listing("erasures", ("~",))
_COLUMNS = (
    "erasure_id, person_id, state, people, identities, known_by, batches, asked_at, asked_by, begun_at,"
    " done_at, looked_again_at"
)


@dataclass(frozen=True, slots=True)
class _Row:
    erasure_id: str
    person_id: int
    state: str
    people: list[int]
    identities: list[int]
    known_by: dict[str, list[str]] | None
    batches: dict[str, int] | None
    asked_at: datetime
    asked_by: str
    begun_at: datetime | None
    done_at: datetime | None
    looked_again_at: datetime | None

    def as_erasure(self) -> Erasure:
        return Erasure(
            self.erasure_id,
            self.person_id,
            ErasureState(self.state),
            tuple(self.people),
            tuple(self.identities),
            self.known_by or {},
            {int(batch): events for batch, events in (self.batches or {}).items()},
            self.asked_at,
            self.asked_by,
            self.begun_at,
            self.done_at,
            self.looked_again_at,
        )


@dataclass(frozen=True, slots=True)
class _PlaceRow:
    place: str
    way: str
    before: int
    remaining: int | None
    reason: str
    counted_at: datetime


def ask_for_erasure(tx: Transaction, person_id: int, *, by: str, now: datetime) -> Erasure:
    """Note that a person is to be erased; asked for again while it is not done, it is the same erasure."""
    row = tx.one(
        _Row,
        f"""
        insert into erasures (erasure_id, person_id, state, asked_at, asked_by)
        values (%(id)s, %(person)s, 'waiting', %(now)s, %(by)s)
        on conflict (project_id, person_id) where state <> 'done'
          do update set person_id = excluded.person_id
        returning {_COLUMNS}
        """,
        {"id": new_id(), "person": person_id, "now": now, "by": by},
    )
    assert row is not None  # noqa: S101 - an upsert returns its row
    return row.as_erasure()


def begin_erasure(
    tx: Transaction, erasure_id: str, erased: Erased, batches: Mapping[int, int], *, now: datetime
) -> None:
    """Note whom it lets go of, and from here on their numbers lead to nobody."""
    tx.execute(
        """
        update erasures set state = 'erasing', people = %(people)s, identities = %(identities)s,
          known_by = %(known_by)s::jsonb, batches = %(batches)s::jsonb, begun_at = %(now)s
        where erasure_id = %(id)s
        """,
        {
            "id": erasure_id,
            "people": list(erased.people),
            "identities": list(erased.identities),
            "known_by": _json(dict(erased.known_by)),
            "batches": _json({str(batch): events for batch, events in batches.items()}),
            "now": now,
        },
    )
    tx.execute(
        "insert into erased_people (person_id, erasure_id)"
        " select unnest(%(people)s::bigint[]), %(id)s on conflict do nothing",
        {"people": list(erased.people), "id": erasure_id},
    )


def end_erasure(tx: Transaction, erasure_id: str, *, now: datetime) -> None:
    """Nothing is left: by what the person was known is forgotten, too."""
    tx.execute(
        "update erasures set state = 'done', done_at = %(now)s, known_by = null, batches = null"
        " where erasure_id = %(id)s",
        {"id": erasure_id, "now": now},
    )


def note_second_look(tx: Transaction, erasure_id: str, *, now: datetime) -> None:
    """Note that it was looked again, and taken out what work begun before had written."""
    tx.execute("update erasures set looked_again_at = %s where erasure_id = %s", (now, erasure_id))


def get_erasure(tx: Transaction, erasure_id: str, *, hold: bool = False) -> Erasure:
    """One erasure.

    Args:
        tx: The project's.
        erasure_id: Its id.
        hold: Let nobody else change it until the transaction ends.

    Raises:
        ErasureNotFound: The project has no such erasure.
    """
    held = " for update" if hold else ""
    row = tx.one(
        _Row, f"select {_COLUMNS} from erasures where erasure_id = %s{held}", (erasure_id,)
    )
    if row is None:
        raise ErasureNotFound(f"no erasure {erasure_id!r}", path="erasure_id")
    return row.as_erasure()


def list_erasures_of(tx: Transaction, person_id: int) -> list[Erasure]:
    """Those that let go of a number, or are to: the newest first."""
    rows = tx.all(
        _Row,
        f"select {_COLUMNS} from erasures where person_id = %(person)s or people @> array[%(person)s::bigint]"
        " order by asked_at desc, erasure_id desc",
        {"person": person_id},
    )
    return [row.as_erasure() for row in rows]


def list_erasures(tx: Transaction, *, limit: int = 100, cursor: str | None = None) -> Page[Erasure]:
    """The erasures of the project, the newest first; ids grow with time.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    (before,) = _PAGES.behind(cursor)
    rows = tx.all(
        _Row,
        f"select {_COLUMNS} from erasures where erasure_id < %(before)s"
        " order by erasure_id desc limit %(limit)s",
        {"before": before, "limit": limit + 1},
    )
    following = _PAGES.cursor(rows[limit - 1].erasure_id) if len(rows) > limit else None
    return Page(tuple(row.as_erasure() for row in rows[:limit]), following)


def list_open_erasures(tx: Transaction) -> list[Erasure]:
    """Those that wait or are under way, in the order in which they were asked for."""
    rows = tx.all(
        _Row, f"select {_COLUMNS} from erasures where state <> 'done' order by asked_at, erasure_id"
    )
    return [row.as_erasure() for row in rows]


def is_erasing(tx: Transaction) -> bool:
    """Whether an erasure is under way, so that the two engines may differ."""
    return bool(tx.value("select exists (select from erasures where state = 'erasing')"))


def erased_among(tx: Transaction, people: Collection[int]) -> set[int]:
    """Those of some numbers that lead to nobody any more."""
    if not people:
        return set()
    rows = tx.rows(
        "select person_id from erased_people where person_id = any(%s)",
        ([int(each) for each in people],),
    )
    return {int(person) for (person,) in rows}


def everybody_erased(tx: Transaction) -> Erased:
    """All numbers of the project that lead to nobody any more, where the erasure is done."""
    rows = tx.rows("select people, identities from erasures where state = 'done'")
    return Erased(
        tuple(sorted({int(each) for people, _ in rows for each in people})),
        tuple(sorted({int(each) for _, identities in rows for each in identities})),
    )


def save_places(tx: Transaction, erasure_id: str, places: Sequence[Place]) -> None:
    """Write lines of the report; what was counted before the erasure stays."""
    for each in places:
        tx.execute(
            """
            insert into erasure_places (erasure_id, place, way, before, remaining, reason, counted_at)
            values (%(id)s, %(place)s, %(way)s, %(before)s, %(remaining)s, %(reason)s, %(at)s)
            on conflict (project_id, erasure_id, place, way)
              do update set remaining = excluded.remaining, counted_at = excluded.counted_at
            """,
            {
                "id": erasure_id,
                "place": each.place,
                "way": each.way.value,
                "before": each.before,
                "remaining": each.remaining,
                "reason": each.reason,
                "at": each.counted_at,
            },
        )


def list_places(tx: Transaction, erasure_id: str) -> list[Place]:
    """The report, by name of place."""
    rows = tx.all(
        _PlaceRow,
        "select place, way, before, remaining, reason, counted_at from erasure_places"
        " where erasure_id = %s order by place, way",
        (erasure_id,),
    )
    return [
        Place(row.place, Way(row.way), row.before, row.remaining, row.reason, row.counted_at)
        for row in rows
    ]


def _json(value: Any) -> str:  # noqa: ANN401 - whatever JSON takes
    return msgspec.json.encode(value).decode()
