"""Where PostgreSQL's errors become ours."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import structlog
from psycopg import errors
from psycopg_pool import PoolTimeout

from stayflow.kernel.errors import StayflowError
from stayflow.stores.errors import (
    AlreadyThere,
    StillUsed,
    StoreContended,
    StoreFailed,
    StoreUnavailable,
    ValueRefused,
)

_log = structlog.get_logger("stayflow.postgres")

# First match wins; subclasses before their bases.
MAPPING: tuple[tuple[type[Exception], type[StayflowError], str], ...] = (
    (errors.UniqueViolation, AlreadyThere, "it exists already"),
    (errors.ForeignKeyViolation, StillUsed, "something else refers to it"),
    (errors.CheckViolation, ValueRefused, "a value breaks a rule of its table"),
    (errors.NotNullViolation, ValueRefused, "a value is missing"),
    (errors.DataError, ValueRefused, "a value does not fit its column"),
    (errors.SerializationFailure, StoreContended, "another change came first"),
    (errors.DeadlockDetected, StoreContended, "another change came first"),
    (errors.LockNotAvailable, StoreContended, "it is being changed by somebody else"),
    (errors.DiskFull, StoreUnavailable, "the disk of the state store is full; free some space"),
    (errors.OutOfMemory, StoreUnavailable, "the state store has no memory left"),
    (errors.QueryCanceled, StoreUnavailable, "the state store took too long"),
    (PoolTimeout, StoreUnavailable, "the state store has no free connection"),
    (psycopg.OperationalError, StoreUnavailable, "the state store cannot be reached"),
    (psycopg.InterfaceError, StoreUnavailable, "the connection to the state store was lost"),
    (psycopg.Error, StoreFailed, "the state store refused a statement"),
)


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's exceptions into ours."""
    try:
        yield
    except (psycopg.Error, PoolTimeout) as error:
        for foreign, ours, sentence in MAPPING:
            if isinstance(error, foreign):
                raise ours(_told(sentence, ours, error)) from error
        raise


def _told(sentence: str, ours: type[StayflowError], error: Exception) -> str:
    """What callers are told; hosts, folders and names of users are for the log."""
    reason = str(error).partition("\n")[0] or type(error).__name__
    if ours is StoreUnavailable and not isinstance(error, PoolTimeout):
        _log.warning("state_store_unavailable", reason=reason)
        return sentence
    return f"{sentence}: {reason}"
