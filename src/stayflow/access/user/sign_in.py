"""Signing in with a password, slowly for those who guess."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from argon2.exceptions import VerificationError

from stayflow.access.user.account import HASHER, USER_COLUMNS
from stayflow.access.user.errors import SignInRefused, TooManySignIns
from stayflow.access.user.model import User
from stayflow.kernel.clock import Clock
from stayflow.stores.relational import Relational, Transaction

# A person mistypes a few times; a guesser gets five tries, then one a minute, then ever fewer.
FAILURES_FREE = 5
# Several people share an office's address.
FAILURES_FREE_OF_ADDRESS = 30
LOCK_FIRST = timedelta(minutes=1)
LOCK_LONGEST = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)


@cache
def _nobody() -> str:
    """A hash verified when the e-mail has no account, so that the time taken tells nothing."""
    return HASHER.hash("nobody has this password")


def authenticate_password(
    email: str, password: str, *, address: str, relational: Relational, clock: Clock
) -> User:
    """The user with this e-mail and password.

    An attempt counts as failed until it has not: guesses that come at once are as many as one after the other.

    Args:
        email: As typed.
        password: As typed.
        address: Where the attempt comes from, for the limit on attempts.
        relational: Holds the accounts and the failures.
        clock: For the limit on attempts.

    Raises:
        SignInRefused: They do not belong together.
        TooManySignIns: There were too many failures; nothing was tried.
    """
    email = email.strip().lower()
    account, place = _subject("email", email), _subject("address", address)
    free = {account: FAILURES_FREE, place: FAILURES_FREE_OF_ADDRESS}
    now = clock.now()
    with relational.system() as tx:
        _refuse_when_locked(tx, free, now)
        _count_failure(tx, free, now)
        user = tx.one(
            User,
            f"select {USER_COLUMNS} from users where email = %s and disabled_at is null",
            (email,),
        )
        stored = tx.value("select password_hash from users where email = %s", (email,))
    if not _matches(stored or _nobody(), password) or user is None:
        raise SignInRefused("e-mail or password is wrong")
    with relational.system() as tx:
        tx.execute("delete from sign_in_failures where subject = %s", (account,))
        tx.execute(
            "update sign_in_failures set failures = failures - 1 where subject = %s", (place,)
        )
        tx.execute(
            "delete from sign_in_failures where subject in (select subject from sign_in_failures"
            " where last_at < %s for update skip locked)",
            (now - FORGOTTEN_AFTER,),
        )
    return user


def _matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except VerificationError:
        return False


def _subject(kind: str, value: str) -> bytes:
    return sha256(f"{kind}:{value}".encode()).digest()


def _refuse_when_locked(tx: Transaction, free: Mapping[bytes, int], now: datetime) -> None:
    """Let attempts of one account, and from one address, follow one another, and refuse those that are too many."""
    subjects = sorted(free)
    tx.execute(
        "insert into sign_in_failures (subject, failures, last_at)"
        " select subject, 0, %s from unnest(%s::bytea[]) as asked (subject) order by subject"
        " on conflict do nothing",
        (now, subjects),
    )
    rows = tx.rows(
        "select subject, failures, last_at from sign_in_failures where subject = any(%s)"
        " order by subject for update",
        (subjects,),
    )
    for subject, failures, last_at in rows:
        over = failures - free[bytes(subject)]
        if over < 0 or last_at < now - FORGOTTEN_AFTER:
            continue
        wait = min(LOCK_FIRST * 2 ** min(over, 10), LOCK_LONGEST)
        if now < last_at + wait:
            seconds = round((last_at + wait - now).total_seconds())
            raise TooManySignIns(f"too many failed sign-ins; try again in {seconds} seconds")


def _count_failure(tx: Transaction, subjects: Collection[bytes], now: datetime) -> None:
    tx.execute(
        "update sign_in_failures set last_at = %(now)s,"
        " failures = case when last_at < %(oldest)s then 1 else failures + 1 end"
        " where subject = any(%(subjects)s)",
        {"subjects": list(subjects), "now": now, "oldest": now - FORGOTTEN_AFTER},
    )
