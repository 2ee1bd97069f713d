"""Requests that hold no events at all; a bad event in a good request is no error of the request."""

from typing import Final

from stayflow.kernel.errors import InvalidInput, Kind


class BodyUnreadable(InvalidInput):
    """The body is not what the protocol says: not JSON, not gzip, the wrong shape."""

    code = "body_unreadable"


class MessageBatchEmpty(InvalidInput):
    """The request carries no message."""

    code = "batch_empty"


class BodyTooLarge(InvalidInput):
    """The body, unpacked, is larger than the protocol or the setting allows."""

    code = "body_too_large"
    kind = Kind.TOO_LARGE


class BatchTooLong(InvalidInput):
    """The request carries more events than any SDK puts into one; each takes memory of its own."""

    code = "batch_too_long"
    kind = Kind.TOO_LARGE


class BodyDamaged(BodyUnreadable):
    """The checksum of the data is not the one that the SDK computed."""

    code = "body_damaged"


class BodyEncrypted(BodyUnreadable):
    """The data is encrypted for a server that holds the key."""

    code = "body_encrypted"


CONTENT_ERRORS: Final = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""What a value may raise that is of no shape a decoder expects; its event becomes unread."""


class TokensDiffer(InvalidInput):
    """The events of one request name several projects."""

    code = "tokens_differ"
    kind = Kind.SIGNED_OUT
