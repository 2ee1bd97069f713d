"""Posting: the only way points move.

What is posted under a key is posted once. The touched accounts are made (a row that does not
exist cannot be locked), then locked in the order of people, so that postings which meet wait for
each other and never deadlock, and read only then: a spend decides on the balance it will change.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from stayflow.kernel.ids import PersonId
from stayflow.reward.ledger import store
from stayflow.reward.ledger.errors import (
    AmountRefused,
    BalanceTooLow,
    KeyReused,
    NotReversible,
    ReasonMissing,
)
from stayflow.reward.ledger.model import AMOUNT_MAX, Kind, Posted, Posting
from stayflow.reward.ledger.store import NO_PERSON, PERSON_ACCOUNT, Entry, Header
from stayflow.stores.relational import Transaction

CHUNK_POSTINGS = 20_000
"""Postings sent in one statement; more would only grow the arrays."""

SIGNS = {Kind.EARN: 1, Kind.SPEND: -1}


def post(tx: Transaction, posting: Posting, *, now: datetime) -> Posted:
    """Post once and return the transaction, the earlier one if its key was posted before.

    Args:
        tx: A transaction of the project; nothing is committed here.
        posting: What to move.
        now: Recorded as the instant of the posting.

    Raises:
        BalanceTooLow: The person's accounts do not hold what the posting takes.
        KeyReused: The key stands for something else.
        AmountRefused: The amount does not fit the kind.
        ReasonMissing: An adjustment without a reason.
    """
    (posted,) = post_many(tx, [posting], now=now)
    if not posted.is_new:
        _check_same(tx, posted, posting)
    return posted


def post_many(tx: Transaction, postings: Sequence[Posting], *, now: datetime) -> list[Posted]:
    """Post all, or raise and post none; keys posted before are passed over.

    Sets at a time: 100,000 postings are a handful of statements.

    Args:
        tx: A transaction of the project; nothing is committed here.
        postings: What to move, in order: a gain earlier in the list can be spent later in it.
        now: Recorded as the instant of all of them.

    Returns:
        One answer per posting, in their order.

    Raises:
        BalanceTooLow: Some person would hold less than nothing.
        AmountRefused: An amount does not fit its kind.
        ReasonMissing: An adjustment without a reason.
    """
    for posting in postings:
        check_posting(posting)
    posted: list[Posted] = []
    for chunk in _chunks(postings):
        posted += _post_chunk(tx, chunk, now)
    return posted


def check_posting(posting: Posting) -> None:
    """Refuse an amount that does not fit its kind, and an adjustment that says no reason.

    Raises:
        AmountRefused: See above.
        NotReversible: Reversals are made by `reverse`.
        ReasonMissing: See above.
    """
    if posting.kind is Kind.REVERSE:
        raise NotReversible("a reversal is posted by naming the transaction it takes back")
    amount, sign = posting.amount, SIGNS.get(posting.kind, 0)
    if amount == 0 or abs(amount) > AMOUNT_MAX or amount * sign < 0:
        wanted = {1: "above zero", -1: "below zero", 0: "not zero"}[sign]
        raise AmountRefused(
            f"a posting of kind {posting.kind.value} has an amount {wanted} "
            f"and within ±{AMOUNT_MAX}, not {amount}",
            path="amount",
        )
    if posting.kind is Kind.ADJUST and not posting.reason.strip():
        raise ReasonMissing("an adjustment says why: give `reason`", path="reason")


def apply_entries(
    tx: Transaction, entries: Sequence[Entry], balances: dict[PersonId, int], unit: str
) -> None:
    """Record entries and move the balances of accounts that are locked.

    Args:
        tx: A transaction of the project.
        entries: Sides that sum to zero within each transaction.
        balances: What `lock_balances` returned; not changed.
        unit: Which points.

    Raises:
        BalanceTooLow: An account would fall below zero.
    """
    changes: dict[PersonId, int] = defaultdict(int)
    for entry in entries:
        if entry.person_id != NO_PERSON:
            changes[entry.person_id] += entry.amount
    for person_id, change in changes.items():
        if balances[person_id] + change < 0:
            raise BalanceTooLow(_too_low(person_id, -change, balances[person_id], unit))
    store.add_entries(tx, entries, unit)
    store.change_balances(tx, changes, unit)


def _post_chunk(tx: Transaction, chunk: Sequence[Posting], now: datetime) -> list[Posted]:
    wishes = {posting.key: posting for posting in reversed(chunk)}  # the first of a key counts
    numbers = store.add_transactions(tx, [_header(wish) for wish in wishes.values()], now)
    units = {posting.unit for posting in wishes.values()}
    for unit in sorted(units):
        new = [p for p in chunk if p.unit == unit and p.key in numbers and wishes[p.key] is p]
        if new:
            _move(tx, new, numbers, unit)
    earlier = store.find_numbers(tx, [key for key in wishes if key not in numbers])
    answers = []
    for posting in chunk:
        is_new = posting.key in numbers and wishes[posting.key] is posting
        number = numbers.get(posting.key) or earlier[posting.key]
        answers.append(Posted(transaction_id=number, key=posting.key, is_new=is_new))
    return answers


def _move(tx: Transaction, postings: Sequence[Posting], numbers: dict[str, int], unit: str) -> None:
    touched = {person_id for posting in postings for person_id in posting.people}
    balances = store.lock_balances(tx, touched, unit)
    held = dict(balances)
    entries: list[Entry] = []
    for posting in postings:
        number = numbers[posting.key]
        for person_id, amount in _draw(posting, held):
            held[person_id] += amount
            entries.append(Entry(number, person_id, PERSON_ACCOUNT, amount))
        entries.append(Entry(number, NO_PERSON, posting.counter_account, -posting.amount))
    apply_entries(tx, entries, balances, unit)


def _draw(posting: Posting, held: dict[PersonId, int]) -> Iterator[tuple[PersonId, int]]:
    """Yield what each account gains: a gain goes to the person, a loss takes what each holds."""
    if posting.amount > 0:
        yield posting.person_id, posting.amount
        return
    missing = -posting.amount
    total = sum(held[person_id] for person_id in posting.people)
    if total < missing:
        raise BalanceTooLow(_too_low(posting.person_id, missing, total, posting.unit))
    for person_id in posting.people:
        taken = min(held[person_id], missing)
        if taken:
            missing -= taken
            yield person_id, -taken


def _header(posting: Posting) -> Header:
    return Header(
        key=posting.key,
        kind=posting.kind,
        unit=posting.unit,
        at=posting.at,
        reason=posting.reason,
        actor=posting.actor,
    )


def _too_low(person_id: PersonId, wanted: int, held: int, unit: str) -> str:
    return (
        f"person {person_id} holds {held} {unit}, so {wanted} cannot be taken; nothing was posted"
    )


def _check_same(tx: Transaction, posted: Posted, posting: Posting) -> None:
    recorded = store.find_transaction(tx, posted.transaction_id)
    entries = store.list_entries(tx, posted.transaction_id)
    people = {entry.person_id for entry in entries if entry.person_id != NO_PERSON}
    amount = sum(entry.amount for entry in entries if entry.person_id != NO_PERSON)
    is_same = (
        recorded is not None
        and recorded.kind == posting.kind
        and amount == posting.amount
        and people <= set(posting.people)
    )
    if not is_same:
        raise KeyReused(
            f"the key {posting.key!r} was posted before for somebody or something else; "
            "give every cause a key of its own",
            path="key",
        )


def _chunks(postings: Sequence[Posting]) -> Iterator[Sequence[Posting]]:
    for start in range(0, len(postings), CHUNK_POSTINGS):
        yield postings[start : start + CHUNK_POSTINGS]
