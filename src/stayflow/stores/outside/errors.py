"""What can go wrong with somebody else's engine."""

from stayflow.kernel.errors import InvalidInput, Kind, StayflowError


class AddressRefused(InvalidInput):
    """The host is at a private address, and `allow_private_targets` is off."""

    code = "address_refused"


class OutsideDown(StayflowError):
    """The other side cannot be used now, or not with these settings; what was offered may wait.

    Attributes:
        retry_after_seconds: When the other side wants to be asked again; None: it does not say.
    """

    code = "outside_down"
    kind = Kind.BUSY
    retry = True

    def __init__(self, message: str, *, retry_after_seconds: int | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class TableUnknown(InvalidInput):
    """The database that was named has no such table."""

    code = "table_unknown"


class ContentRefused(InvalidInput):
    """The other side works and does not take this content; offering it unchanged is of no use."""

    code = "content_refused"
