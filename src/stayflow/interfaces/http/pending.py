"""The stub of a route whose room is still being built."""

from stayflow.kernel.errors import StayflowError


class NotBuilt(StayflowError):
    """The room behind the route has no door yet."""

    code = "not_built"


def pending() -> NotBuilt:
    """The error a stub raises."""
    return NotBuilt("this part is not built yet")
