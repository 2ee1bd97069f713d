"""Signing in with a password, slowly for those who guess."""

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
    subjects = {_subject("email", email): FAILURES_FREE}
    subjects[_subject("address", address)] = FAILURES_FREE_OF_ADDRESS
    now = clock.now()
    with relational.system() as tx:
        _refuse_when_locked(tx, subjects, now)
        user = tx.one(
            User,
            f"select {USER_COLUMNS} from users where email = %s and disabled_at is null",
            (email,),
        )
        stored = tx.value("select password_hash from users where email = %s", (email,))
    matches = _matches(stored or _nobody(), password)
    with relational.system() as tx:
        if user is not None and matches:
            tx.execute(
                "delete from sign_in_failures where subject = %s", (_subject("email", email),)
            )
            return user
        _count_failure(tx, list(subjects), now)
    raise SignInRefused("e-mail or password is wrong")


def _matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except VerificationError:
        return False


def _subject(kind: str, value: str) -> bytes:
    return sha256(f"{kind}:{value}".encode()).digest()


def _refuse_when_locked(tx: Transaction, subjects: dict[bytes, int], now: datetime) -> None:
    rows = tx.rows(
        "select subject, failures, last_at from sign_in_failures where subject = any(%s)",
        (list(subjects),),
    )
    for subject, failures, last_at in rows:
        over = failures - subjects[bytes(subject)]
        if over < 0 or last_at < now - FORGOTTEN_AFTER:
            continue
        wait = min(LOCK_FIRST * 2 ** min(over, 10), LOCK_LONGEST)
        if now < last_at + wait:
            seconds = round((last_at + wait - now).total_seconds())
            raise TooManySignIns(f"too many failed sign-ins; try again in {seconds} seconds")


def _count_failure(tx: Transaction, subjects: list[bytes], now: datetime) -> None:
    for subject in subjects:
        tx.execute(
            "insert into sign_in_failures as f (subject, failures, last_at) "
            "values (%(subject)s, 1, %(now)s) "
            "on conflict (subject) do update set last_at = %(now)s, "
            "failures = case when f.last_at < %(oldest)s then 1 else f.failures + 1 end",
            {"subject": subject, "now": now, "oldest": now - FORGOTTEN_AFTER},
        )
