"""The nouns of the ledger."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stayflow.kernel.ids import PersonId

UNIT_POINTS = "points"
AMOUNT_MAX = 10**15
"""A single posting is below this, so that no sum of a realistic ledger leaves 64 bits."""


class Kind(StrEnum):
    """What a transaction was for."""

    EARN = "earn"
    SPEND = "spend"
    ADJUST = "adjust"
    REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class Posting:
    """A wish to move points between one person and the system, once.

    Attributes:
        key: The cause, unique in the project: the same key again moves nothing.
        person_id: Whose account it is.
        amount: Points the person gains; negative when the person gives.
        kind: What it is for.
        reason: In words, for the statement; for an adjustment the operator's own.
        at: When it counts: the event that earned it, or the instant of spending.
        actor: Who did it: `rule:…`, `user:…`, `key:…`.
        account: The system account on the other side; by default that of the kind.
        unit: Which points.
        merged_ids: Persons merged into this one; their accounts are drawn on after its own.
    """

    key: str
    person_id: PersonId
    amount: int
    kind: Kind
    reason: str
    at: datetime
    actor: str
    account: str = ""
    unit: str = UNIT_POINTS
    merged_ids: tuple[PersonId, ...] = ()

    @property
    def people(self) -> tuple[PersonId, ...]:
        """Every account that may be touched, in the order in which they are drawn on."""
        return (self.person_id, *self.merged_ids)

    @property
    def counter_account(self) -> str:
        """The system account that gives or takes the other half."""
        return self.account or COUNTER_ACCOUNTS[self.kind]


COUNTER_ACCOUNTS = {
    Kind.EARN: "system:issue",
    Kind.SPEND: "system:spend",
    Kind.ADJUST: "system:adjust",
}


@dataclass(frozen=True, slots=True)
class Posted:
    """What a posting became; `is_new` is false when its key had been posted before."""

    transaction_id: int
    key: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a person's statement, `balance` as it stood after it."""

    transaction_id: int
    kind: str
    amount: int
    balance: int
    reason: str
    actor: str
    at: datetime
    reversal_of: int | None
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """What one person holds: `balance` is always `earned - spent`.

    Attributes:
        earned: Everything gained, adjustments by hand and what was taken back included.
        spent: Everything spent, less what was returned.
    """

    balance: int
    earned: int
    spent: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole ledger of one unit.

    Attributes:
        issued: Points earned by people, less what was taken back by reversals of earnings.
        spent: Points people spent, less returned ones.
        adjusted: Net of all adjustments by hand.
        outstanding: What people hold: the liability.
        holders: People's accounts with a balance above zero.
    """

    unit: str
    issued: int
    spent: int
    adjusted: int
    outstanding: int
    holders: int


@dataclass(frozen=True, slots=True)
class Violation:
    """A law of the ledger that does not hold: which, and an example in words."""

    law: str
    sentence: str
