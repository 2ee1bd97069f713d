"""Numbers under which changes are written."""

from typing import Final

from stayflow.stores.relational import Transaction

SILENT: Final = frozenset({"version", "model", "replay", "demo"})
"""First words of causes that are no news of persons: a definition was made or changed, the past computed anew."""


def take_number(tx: Transaction, kind: str, cause: str, *, lane: str = "") -> int:
    """The number under which changes are to be written; 0 for those that are not told.

    The next to take one in the lane waits until the transaction ends; when it is undone, the number is given again,
    and what was written under it meanwhile is told with what comes.

    Args:
        tx: The transaction in which the changes are found and written.
        kind: Of the `FactSource`.
        cause: As the changes tell it.
        lane: Computations that follow one another anyway, such as those of one segment.
    """
    if cause.partition(" ")[0] in SILENT:
        return 0
    return int(
        tx.value(
            """
            insert into fact_numbers (kind, lane, number) values (%(kind)s, %(lane)s, 1)
            on conflict (project_id, kind, lane) do update set number = fact_numbers.number + 1
            returning number
            """,
            {"kind": kind, "lane": lane},
        )
    )


def note_batch(tx: Transaction, kind: str, batch: int) -> None:
    """Changes that carry the number of their batch are written up to this one; never back."""
    tx.execute(
        """
        insert into fact_numbers (kind, lane, number) values (%(kind)s, '', %(batch)s)
        on conflict (project_id, kind, lane) do update
        set number = greatest(fact_numbers.number, excluded.number)
        """,
        {"kind": kind, "batch": batch},
    )
