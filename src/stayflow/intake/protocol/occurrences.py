"""Ids for events whose SDK gives them none, so that a retry is a duplicate and two events are two."""

import hashlib
from collections import Counter

import msgspec

from stayflow.language.event import Value

_JSON = msgspec.json.Encoder(order="deterministic", decimal_format="number")


class Occurrences:
    """The ids within one request.

    An event that is exactly like an earlier one of its request is another one: the SDK sent both.
    """

    def __init__(self) -> None:
        self._seen: Counter[bytes] = Counter()

    def id_of(self, *content: Value) -> str:
        """An id of what the event says; the n-th of the same content has an id of its own."""
        digest = hashlib.blake2b(_encoded(content), digest_size=16).digest()
        self._seen[digest] += 1
        count = self._seen[digest]
        return digest.hex() if count == 1 else f"{digest.hex()}-{count}"

    def id_at(self, received_at_ms: int, *content: Value) -> str:
        """An id for what nothing tells apart from a retry: each time that it comes it counts."""
        return self.id_of(received_at_ms, *content)


def _encoded(content: tuple[Value, ...]) -> bytes:
    try:
        return _JSON.encode(content)
    except (TypeError, ValueError, OverflowError, RecursionError):
        return repr(content).encode("utf-8", "surrogatepass")
