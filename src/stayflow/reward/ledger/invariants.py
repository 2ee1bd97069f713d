"""The laws of the ledger, each a statement that finds what breaks it; run by `stayflow check`."""

from dataclasses import dataclass

from stayflow.reward.ledger.model import Violation
from stayflow.stores.relational import Transaction

EXAMPLES_MAX = 20


@dataclass(frozen=True, slots=True)
class Law:
    """A law, and the statement whose rows (one column of text) are its violations."""

    name: str
    sentence: str
    violations_sql: str


LAWS = (
    Law(
        "transactions_sum_to_zero",
        "The entries of every transaction sum to zero: points are moved, never made.",
        """
        select 'transaction ' || transaction_id || ' sums to ' || sum(amount) as violation
        from ledger_entries group by transaction_id having sum(amount) <> 0
        """,
    ),
    Law(
        "transactions_have_two_sides",
        "Every transaction has a person's side and a system's side.",
        """
        select 'transaction ' || fact.transaction_id || ' has one side only' as violation
        from ledger_transactions as fact
        left join ledger_entries as entry using (project_id, transaction_id)
        group by fact.transaction_id
        having count(*) filter (where entry.person_id = 0) = 0
            or count(*) filter (where entry.person_id <> 0) = 0
        """,
    ),
    Law(
        "balances_are_their_entries",
        "The balance of every account is the sum of its entries.",
        """
        with summed as (
          select person_id, unit, sum(amount) as amount from ledger_entries
          where person_id <> 0 group by person_id, unit
        )
        select 'person ' || person_id || ' has ' || coalesce(balance, 0) || ' ' || unit
               || ', the entries say ' || coalesce(amount, 0) as violation
        from ledger_accounts full join summed using (person_id, unit)
        where coalesce(balance, 0) <> coalesce(amount, 0)
        """,
    ),
    Law(
        "balances_are_not_negative",
        "Nobody holds less than nothing.",
        """
        select 'person ' || person_id || ' holds ' || balance || ' ' || unit as violation
        from ledger_accounts where balance < 0
        """,
    ),
    Law(
        "reversals_mirror",
        "A reversal has the entries of what it reverses, with the opposite sign.",
        """
        select 'transaction ' || reversal.transaction_id || ' does not mirror '
               || reversal.reversal_of as violation
        from ledger_transactions as reversal
        join ledger_entries as entry
          on entry.transaction_id in (reversal.transaction_id, reversal.reversal_of)
        where reversal.reversal_of is not null
        group by reversal.transaction_id, reversal.reversal_of, entry.person_id, entry.account
        having sum(entry.amount) <> 0
        """,
    ),
)


def find_violations(tx: Transaction) -> list[Violation]:
    """Return what breaks a law of the ledger in this project, a few examples of each law."""
    return [
        Violation(law=law.name, sentence=str(sentence))
        for law in LAWS
        for (sentence,) in tx.rows(f"{law.violations_sql} limit {EXAMPLES_MAX}")
    ]
