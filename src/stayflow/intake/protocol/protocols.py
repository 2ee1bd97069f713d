"""The one place where wire formats are registered."""

from stayflow.intake.protocol.model import Protocol
from stayflow.intake.protocol.segment import SEGMENT

PROTOCOLS: tuple[Protocol, ...] = (SEGMENT,)

_BY_PATH = {path: protocol for protocol in PROTOCOLS for path in protocol.paths}


def protocol_of(path: str) -> Protocol | None:
    """The format spoken at a path; None when there is none."""
    return _BY_PATH.get(path.rstrip("/") or "/")
