"""What other rooms ask of the identity graph."""

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
