"""What other rooms ask of the identity graph."""

from collections.abc import Collection, Sequence
from typing import Final

from stayflow.stores.relational import Transaction


def has_merges(tx: Transaction) -> bool:
    """Whether any person of the project was ever merged, so that ids must be mapped."""
    return bool(tx.value("select exists (select from persons where merged_into is not null)"))


def list_ids_behind(tx: Transaction, person_id: int) -> list[int]:
    """The living person behind an id, then every id merged into them; empty for an unknown id."""
    rows = tx.rows(
        """
        with living as (
          select coalesce(merged_into, person_id) as person_id from persons
          where person_id = %(person_id)s
        )
        select persons.person_id from persons, living
        where persons.person_id = living.person_id or persons.merged_into = living.person_id
        order by persons.merged_into is not null, persons.person_id
        """,
        {"person_id": person_id},
    )
    return [int(row[0]) for row in rows]


TWINS_SQL: Final = """
    cross join lateral (
      select case when own.merged_into is null then own.person_id else own.merged_into end as survivor
    ) id
    cross join lateral (
      select id.survivor as person_id
      union all
      select person_id from persons where merged_into = id.survivor
    ) twin
"""
"""Joins of a row `own` of `persons`: as `twin.person_id` every id of the living person behind it.

`case` and not `coalesce`, which row-level security takes for leaky: it would look at every person.
"""


def ids_behind(tx: Transaction, people: Collection[int]) -> list[int]:
    """These living persons and every id merged into one of them."""
    rows = tx.rows(
        "select person_id from persons where merged_into = any(%(people)s)",
        {"people": list(people)},
    )
    return [*people, *(int(person) for (person,) in rows)]


def has_moved(tx: Transaction, first: int, last: int) -> bool:
    """Whether any person leads elsewhere since the batches [first, last]."""
    return bool(
        tx.value(
            "select exists (select from persons where merged_batch between %(first)s and %(last)s)",
            {"first": first, "last": last},
        )
    )


def last_move(tx: Transaction, first: int, last: int) -> int:
    """The newest of the batches [first, last] since which a person leads elsewhere; 0 when there is none."""
    return int(
        tx.value(
            "select coalesce(max(merged_batch), 0) from persons"
            " where merged_batch between %(first)s and %(last)s",
            {"first": first, "last": last},
        )
    )


def list_changed_people(tx: Transaction, first: int, last: int, *, most: int) -> list[int]:
    """The living persons behind those whom the batches [first, last] made or led elsewhere.

    Those who left a person are listed, and the person they left; ids are given in the order of batches, so that
    the new ones are at the end.

    Args:
        tx: A transaction of the project.
        first: Number of the first batch.
        last: Number of the last one.
        most: The list may end once it is longer.
    """
    rows = tx.rows(
        """
        with made as (
          select person_id, merged_into from persons
          where person_id > coalesce(
            (select p.person_id from persons p where p.batch < %(first)s order by p.person_id desc limit 1), 0)
            and batch between %(first)s and %(last)s
          limit %(most)s
        ), moved as (
          select person_id, merged_into from persons where merged_batch between %(first)s and %(last)s
          limit %(most)s
        ), left_ones as (
          select m."to" as person_id from identity_merges m join moved on moved.person_id = m."from"
        )
        select coalesce(merged_into, person_id) from made
        union select coalesce(merged_into, person_id) from moved
        union select coalesce(p.merged_into, p.person_id) from left_ones join persons p using (person_id)
        """,
        {"first": first, "last": last, "most": most + 1},
    )
    return [int(person) for (person,) in rows]


def list_led_to(tx: Transaction, moved: Collection[int]) -> list[int]:
    """These ids and every person whom one of them leads to, or ever led to: whom their moves concern."""
    if not len(moved):
        return []
    rows = tx.rows(
        'select distinct "to" from identity_merges where "from" = any(%(moved)s)',
        {"moved": [int(each) for each in moved]},
    )
    return sorted({*(int(each) for each in moved), *(int(person) for (person,) in rows)})


def find_people(tx: Transaction, kind: str, values: Sequence[str]) -> dict[str, int]:
    """The living person behind each identity of a kind, by its value; those nobody has are left out."""
    rows = tx.rows(
        """
        select i.value, coalesce(p.merged_into, p.person_id)
        from identities i join persons p on p.person_id = i.person_id
        where i.kind = %(kind)s and i.value = any(%(values)s)
        """,
        {"kind": kind, "values": list(values)},
    )
    return {str(value): int(person) for value, person in rows}
