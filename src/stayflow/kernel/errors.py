"""One tree of errors: what happened, where in the request, and whether trying again helps."""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import ClassVar, Final

_BEGIN_MAX: Final = 700
_END_MAX: Final = 300
"""Letters of a message that are kept where a caller's own words make it longer than both."""


class Kind(Enum):
    """Whose turn it is after an error; the value is the HTTP status it becomes at the wall."""

    CALLER = 400
    SIGNED_OUT = 401
    DENIED = 403
    MISSING = 404
    OTHER_METHOD = 405
    CONFLICT = 409
    TOO_LARGE = 413
    TOO_MANY = 429
    FAILED = 500
    BUSY = 503

    @property
    def may_pass(self) -> bool:
        """Whether work that met it is worth trying again later: it was no mistake of the caller's."""
        return self in {Kind.TOO_MANY, Kind.FAILED, Kind.BUSY}


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """What a caller is told: a stable `code`, a `message` with the fix, the `path` of the place."""

    code: str
    message: str
    path: str | None


class StayflowError(Exception):
    """Base of every error that Stayflow raises on purpose.

    Attributes:
        code: Stable name for programs, `snake_case`; listed in `docs/reference/errors.md`.
        kind: Whose turn it is.
        retry: True when the same call may succeed later without a change.
        message: One sentence for people.
        path: Place in the request, such as `all[1].did.count`; None when there is no single place.
    """

    code: ClassVar[str] = "failed"
    kind: ClassVar[Kind] = Kind.FAILED
    retry: ClassVar[bool] = False

    def __init__(self, message: str, *, path: str | None = None) -> None:
        if len(message) > _BEGIN_MAX + _END_MAX:
            message = f"{message[:_BEGIN_MAX]} … {message[-_END_MAX:]}"
        super().__init__(message)
        self.message = message
        self.path = path

    def as_answer(self) -> ErrorAnswer:
        """The error as callers see it."""
        return ErrorAnswer(code=self.code, message=self.message, path=self.path)

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class InvalidInput(StayflowError):
    """The caller's words do not fit; the base of all validation errors."""

    code = "invalid_input"
    kind = Kind.CALLER


class NotFound(StayflowError):
    """What was named does not exist in this project."""

    code = "not_found"
    kind = Kind.MISSING


class Conflict(StayflowError):
    """The call does not fit the present state."""

    code = "conflict"
    kind = Kind.CONFLICT


def nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """Say which known names are near `name`; empty when none is.

    >>> nearest("purchse", ["purchase", "view"])
    '; did you mean purchase?'
    """
    close = get_close_matches(name, known, n=3, cutoff=0.6)
    return f"; did you mean {', '.join(close)}?" if close else ""
