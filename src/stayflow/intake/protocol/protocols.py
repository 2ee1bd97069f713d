"""The one place where wire formats are registered."""

from stayflow.intake.protocol.ark import ARK
from stayflow.intake.protocol.ga4 import GA4
from stayflow.intake.protocol.matomo import MATOMO
from stayflow.intake.protocol.model import Protocol
from stayflow.intake.protocol.posthog import POSTHOG
from stayflow.intake.protocol.rudderstack import RUDDERSTACK
from stayflow.intake.protocol.segment import SEGMENT
from stayflow.intake.protocol.sensors import SENSORS

PROTOCOLS: tuple[Protocol, ...] = (*SEGMENT, *RUDDERSTACK, SENSORS, POSTHOG, GA4, MATOMO, ARK)

_EXACT = {path: each for each in PROTOCOLS for path in each.paths if "{" not in path}
_PATTERNS = [
    (tuple(path.split("/")), each) for each in PROTOCOLS for path in each.paths if "{" in path
]


def protocol_of(path: str) -> Protocol | None:
    """The format spoken at a path; None when there is none. A closing slash makes no difference."""
    path = path.rstrip("/") or "/"
    found = _EXACT.get(path)
    if found or not _PATTERNS:
        return found
    parts = path.split("/")
    for pattern, protocol in _PATTERNS:
        if len(pattern) == len(parts) and all(map(_fits, pattern, parts)):
            return protocol
    return None


def _fits(wanted: str, part: str) -> bool:
    return wanted == part or (wanted.startswith("{") and part != "")
