"""Whether events may be read by the survivors that a squash wrote into them (docs/adr/0014)."""

from stayflow.intake.identify.model import Ids
from stayflow.stores.relational import Transaction


def begin_squash(tx: Transaction) -> int:
    """Number a new squash; until it is put in force, queries read the raw ids."""
    return int(
        tx.value(
            "insert into identity_squashes as squash (number, state) values (1, 'working')"
            " on conflict (project_id) do update set number = squash.number + 1, state = 'working'"
            " returning number"
        )
    )


def finish_squash(tx: Transaction, number: int) -> bool:
    """Put a squash in force; False when persons were parted since it began, and it does not hold."""
    return bool(
        tx.execute(
            "update identity_squashes set state = 'in_force'"
            " where number = %s and state = 'working'",
            (number,),
        )
    )


def squash_in_force(tx: Transaction) -> int:
    """Number of the squash that queries may read by; 0 for none."""
    found = tx.value("select number from identity_squashes where state = 'in_force'")
    return int(found or 0)


def holds_squash(tx: Transaction, number: int) -> bool:
    """Whether a squash is still worked at; nobody gives it up until the transaction ends."""
    return bool(
        tx.value(
            "select number from identity_squashes where number = %s and state = 'working' for share",
            (number,),
        )
    )


def give_up_squash(tx: Transaction) -> None:
    """End a squash that is worked at: what it copies is about to change. One in force stays."""
    tx.execute("update identity_squashes set state = 'lowered' where state = 'working'")


def lower_if_parted(tx: Transaction, persons: Ids, survivors: Ids) -> None:
    """End the squash if not everybody who was one person is one person still.

    Merges only lead survivors elsewhere, and overrides follow them; ids that part cannot be told
    from the survivor they had together. To be called before `persons` are moved.

    Args:
        tx: The transaction that moves them.
        persons: Who is moved.
        survivors: Where to.
    """
    if not tx.value("select exists (select from identity_squashes where state <> 'lowered')"):
        return
    is_parted = tx.value(
        """
        with moved as (
          select * from unnest(%(persons)s::bigint[], %(survivors)s::bigint[]) as each (id, survivor)
        )
        select exists (
          select from moved
          join persons p on p.person_id = moved.id
          left join moved as former on former.id = coalesce(p.merged_into, p.person_id)
          where moved.survivor <> coalesce(former.survivor, p.merged_into, p.person_id))
        """,
        {"persons": persons.tolist(), "survivors": survivors.tolist()},
    )
    if is_parted:
        tx.execute("update identity_squashes set state = 'lowered'")
