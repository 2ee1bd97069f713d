"""The points ledger: double entry, immutable, idempotent by key, never below zero.

A posting moves points between a person's account and a system account (`system:issue`,
`system:spend`, `system:adjust`). Accounts belong to raw person ids and stay there when persons
merge: a survivor's balance is the sum over everybody merged into them, and a spend draws on all
those accounts, so that a merge moves nothing and can be undone.

Every gain is its own transaction with its own instant, so lots that expire first in, first out
can be derived from the entries when expiry comes.

Tables: `ledger_transactions`, `ledger_entries` (nobody may change them), `ledger_accounts`.
Reads: `persons` (PostgreSQL), to count living holders.
Facts: none of its own; who posts tells.
"""

from stayflow.reward.ledger.errors import (
    AlreadyReversed,
    AmountRefused,
    BalanceTooLow,
    KeyReused,
    NotReversible,
    ReasonMissing,
    TransactionNotFound,
)
from stayflow.reward.ledger.holdings import LEDGER_HOLDINGS
from stayflow.reward.ledger.invariants import LAWS, find_violations
from stayflow.reward.ledger.model import (
    AMOUNT_MAX,
    UNIT_POINTS,
    Holding,
    Kind,
    Posted,
    Posting,
    StatementLine,
    Totals,
    Violation,
)
from stayflow.reward.ledger.post import post, post_many
from stayflow.reward.ledger.reverse import reverse
from stayflow.reward.ledger.statement import (
    get_balance,
    get_holding,
    get_totals,
    list_holders,
    list_statement,
    sum_by_actor,
)

__all__ = [
    "AMOUNT_MAX",
    "LAWS",
    "LEDGER_HOLDINGS",
    "UNIT_POINTS",
    "AlreadyReversed",
    "AmountRefused",
    "BalanceTooLow",
    "Holding",
    "KeyReused",
    "Kind",
    "NotReversible",
    "Posted",
    "Posting",
    "ReasonMissing",
    "StatementLine",
    "Totals",
    "TransactionNotFound",
    "Violation",
    "find_violations",
    "get_balance",
    "get_holding",
    "get_totals",
    "list_holders",
    "list_statement",
    "post",
    "post_many",
    "reverse",
    "sum_by_actor",
]
