"""What the ledger holds of persons, and how it lets go of them."""

from typing import Final

from stayflow.access.erasure import Holdings, StateTable, Way, Why

_TRANSACTIONS: Final = "transaction_id in (select transaction_id from ledger_entries where person_id = any(%(people)s))"

LEDGER_HOLDINGS: Final = Holdings(
    state=(
        StateTable(
            "ledger_transactions",
            _TRANSACTIONS,
            way=Way.EMPTIED,
            tells="reason <> ''",
            statement="select ledger_empty_reasons(%(people)s)",
        ),
        StateTable("ledger_entries", way=Way.KEPT, reason=Why.BALANCES),
        StateTable("ledger_accounts", way=Way.KEPT, reason=Why.BALANCES),
    )
)
