"""What the ledger refuses."""

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound


class BalanceTooLow(Conflict):
    """The person holds fewer points than the posting takes; nothing was posted."""

    code = "balance_too_low"


class KeyReused(Conflict):
    """The key was posted before with another person, amount or kind."""

    code = "posting_key_reused"


class AlreadyReversed(Conflict):
    """The transaction has a reversal; it is reversed once."""

    code = "already_reversed"


class NotReversible(Conflict):
    """A reversal or a merge cannot be reversed."""

    code = "not_reversible"


class TransactionNotFound(NotFound):
    """No transaction of this project has the number."""

    code = "points_transaction_not_found"


class AmountRefused(InvalidInput):
    """The amount is zero, has the wrong sign for its kind, or is beyond any real one."""

    code = "amount_refused"


class ReasonMissing(InvalidInput):
    """An adjustment by hand says why."""

    code = "reason_missing"
