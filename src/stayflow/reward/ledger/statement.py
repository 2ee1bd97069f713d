"""Reading the ledger: balances now and then, a person's statement, the totals."""

from collections.abc import Sequence

from stayflow.kernel.ids import PersonId
from stayflow.kernel.paging import LAST_INSTANT, LAST_NUMBER, Listing, Page
from stayflow.reward.ledger.model import UNIT_POINTS, Holding, StatementLine, Totals
from stayflow.stores.relational import Transaction

PAGE_LINES_MAX = 200
_PAGES = Listing("statement", (LAST_INSTANT, LAST_NUMBER))


def get_balance(tx: Transaction, people: Sequence[PersonId], unit: str = UNIT_POINTS) -> int:
    """Return what a person holds.

    Args:
        tx: A transaction of the project.
        people: The person and everybody merged into them; their accounts count together.
        unit: Which points.
    """
    held = tx.value(
        """
        select coalesce(sum(balance), 0)::bigint from ledger_accounts
        where unit = %(unit)s and person_id = any(%(people)s::bigint[])
        """,
        {"unit": unit, "people": list(people)},
    )
    return int(held)


def get_holding(tx: Transaction, people: Sequence[PersonId], unit: str = UNIT_POINTS) -> Holding:
    """Return what a person holds, and how it came about.

    Args:
        tx: A transaction of the project.
        people: The person and everybody merged into them.
        unit: Which points.
    """
    spent = tx.value(
        """
        select coalesce(-sum(entry.amount), 0)::bigint
        from ledger_entries as entry
        join ledger_transactions as fact using (project_id, transaction_id)
        left join ledger_transactions as reversed on reversed.transaction_id = fact.reversal_of
        where entry.unit = %(unit)s and entry.person_id = any(%(people)s::bigint[])
          and entry.person_id <> 0 and coalesce(reversed.kind, fact.kind) = 'spend'
        """,
        {"unit": unit, "people": list(people)},
    )
    balance = get_balance(tx, people, unit)
    return Holding(balance=balance, earned=balance + int(spent), spent=int(spent))


def sum_by_actor(tx: Transaction, actors: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return the points people gained by each actor, and in how many transactions."""
    rows = tx.rows(
        """
        select fact.actor, sum(entry.amount)::bigint, count(distinct fact.transaction_id)
        from ledger_transactions as fact
        join ledger_entries as entry using (project_id, transaction_id)
        where fact.actor = any(%(actors)s::text[]) and entry.person_id <> 0
        group by fact.actor
        """,
        {"actors": list(actors)},
    )
    return {actor: (int(points), int(count)) for actor, points, count in rows}


def list_statement(
    tx: Transaction,
    people: Sequence[PersonId],
    *,
    limit: int = 50,
    cursor: str | None = None,
    unit: str = UNIT_POINTS,
) -> Page[StatementLine]:
    """Return a page of a person's statement, newest first, each line with the balance after it.

    Args:
        tx: A transaction of the project.
        people: The person and everybody merged into them.
        limit: Lines of the page, at most `PAGE_LINES_MAX`.
        cursor: `next` of the page before.
        unit: Which points.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    size = max(1, min(limit, PAGE_LINES_MAX))
    before_at, before_id = _PAGES.behind(cursor)
    lines = tx.all(
        StatementLine,
        """
        with gained as (
          select transaction_id, sum(amount)::bigint as amount from ledger_entries
          where unit = %(unit)s and person_id = any(%(people)s::bigint[]) and person_id <> 0
          group by transaction_id
        ), line as (
          select fact.transaction_id, fact.kind, gained.amount, fact.reason, fact.actor, fact.at,
                 fact.reversal_of,
                 (sum(gained.amount) over (order by fact.at, fact.transaction_id))::bigint
                   as balance
          from gained join ledger_transactions as fact using (transaction_id)
        )
        select line.*, exists (
                 select from ledger_transactions as reversal
                 where reversal.reversal_of = line.transaction_id) as is_reversed
        from line
        where (line.at, line.transaction_id) < (%(before_at)s::timestamptz, %(before_id)s::bigint)
        order by line.at desc, line.transaction_id desc
        limit %(limit)s
        """,
        {
            "unit": unit,
            "people": list(people),
            "before_at": before_at,
            "before_id": before_id,
            "limit": size + 1,
        },
    )
    page, more = lines[:size], lines[size:]
    following = _PAGES.cursor(page[-1].at.isoformat(), page[-1].transaction_id) if more else None
    return Page(tuple(page), following)


def get_totals(tx: Transaction, unit: str = UNIT_POINTS) -> Totals:
    """Return what was issued, spent and adjusted, and what people hold."""
    row = tx.one(
        Totals,
        """
        with side as (
          select account, (-sum(amount))::bigint as gained from ledger_entries
          where person_id = 0 and unit = %(unit)s
          group by account
        ), held as (
          select coalesce(sum(balance), 0)::bigint as outstanding,
                 count(distinct coalesce(persons.merged_into, ledger_accounts.person_id))
                   filter (where balance > 0) as holders
          from ledger_accounts left join persons using (project_id, person_id)
          where unit = %(unit)s
        )
        select %(unit)s as unit,
               coalesce(sum(gained) filter (where account like 'system:issue%%'), 0)::bigint
                 as issued,
               coalesce(-sum(gained) filter (where account like 'system:spend%%'), 0)::bigint
                 as spent,
               coalesce(sum(gained) filter (where account like 'system:adjust%%'), 0)::bigint
                 as adjusted,
               (select outstanding from held) as outstanding,
               (select holders from held) as holders
        from side
        """,
        {"unit": unit},
    )
    return row or Totals(unit, issued=0, spent=0, adjusted=0, outstanding=0, holders=0)


def list_holders(tx: Transaction, unit: str = UNIT_POINTS) -> tuple[PersonId, ...]:
    """Return the living persons who hold any, ascending."""
    rows = tx.rows(
        """
        select distinct coalesce(persons.merged_into, ledger_accounts.person_id) as person
        from ledger_accounts left join persons using (project_id, person_id)
        where unit = %(unit)s and balance > 0
        order by person
        """,
        {"unit": unit},
    )
    return tuple(PersonId(person) for (person,) in rows)
