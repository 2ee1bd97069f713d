"""What a protocol is: paths it answers, and a pure function from a request to events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stayflow.language.event import EventPack


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came.

    Attributes:
        path: Without the query.
        headers: Names in lower case.
        query: The raw query string.
        body: As sent, perhaps packed.
        received_at_ms: When it came, Unix milliseconds by our clock.
        body_bytes_max: Largest body, unpacked.
    """

    path: str
    headers: Mapping[str, str]
    query: str
    body: bytes
    received_at_ms: int
    body_bytes_max: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The events of a request, and the write key it named; None when it named none."""

    pack: EventPack
    write_key: str | None


@dataclass(frozen=True, slots=True)
class Protocol:
    """A wire format.

    Attributes:
        name: Also the source under which its events are counted.
        paths: The exact paths it answers by POST.
        decode: From a request to events.
            Raises BodyUnreadable, BodyTooLarge, MessageBatchEmpty.
        answer: Body of a 200.
    """

    name: str
    paths: tuple[str, ...]
    decode: Callable[[Request], Decoded]
    answer: bytes
