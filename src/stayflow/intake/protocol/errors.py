"""Requests that hold no events at all; a bad event in a good request is no error of the request."""

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
