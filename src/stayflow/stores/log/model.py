"""Nouns of the room, and what every log promises."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from stayflow.stores.relational import Transaction

Position = int


@dataclass(frozen=True, slots=True)
class Entry:
    """One appended payload; positions rise, with gaps, over the entries of a topic."""

    position: Position
    payload: bytes
    appended_at: datetime


class DurableLog(Protocol):
    """Append-only topics of bytes; consumers move their offsets in their own transactions.

    The suite `tests/contracts/durable_log.py` says the same in code.
    """

    def append(self, topic: str, payload: bytes) -> Position:
        """Append and wait until the entry would survive a power cut.

        Raises:
            LogFull: The topic holds `log_bytes_max` unconsumed bytes.
            StoreUnavailable: The engine does not answer; the same call may work later.
        """
        ...

    async def append_async(self, topic: str, payload: bytes) -> Position:
        """`append` for an event loop; the loop goes on while the group commits."""
        ...

    def read(
        self, topic: str, *, after: Position, limit: int, bytes_max: int = 64_000_000
    ) -> list[Entry]:
        """The next entries behind `after`, oldest first; at most `limit` and about `bytes_max`."""
        ...

    def read_range(self, topic: str, *, first: Position, last: Position) -> list[Entry]:
        """The entries of [first, last], for a batch that is done again after a crash."""
        ...

    def offset(self, tx: Transaction, consumer: str, topic: str) -> Position:
        """Up to where `consumer` has taken `topic`; 0 at the beginning."""
        ...

    def move_offset(self, tx: Transaction, consumer: str, topic: str, position: Position) -> None:
        """Set how far `consumer` has come, in the transaction of its effect."""
        ...

    def backlog_bytes(self, consumer: str, topic: str) -> int:
        """Bytes of the topic that `consumer` has not taken."""
        ...

    def topics_with_news(self, consumer: str) -> list[str]:
        """Topics that hold entries `consumer` has not taken."""
        ...

    def wait(self, seconds: float) -> None:
        """Sleep until this process appends something, at most `seconds`.

        Another process's appends do not wake us; hence the bound.
        """
        ...

    def trim(self) -> int:
        """Drop entries past the retention that every consumer has taken; return how many."""
        ...

    def head(self, topic: str) -> Position:
        """The position of the newest entry; 0 where there was none."""
        ...

    def forget_taken(self, topic: str) -> int:
        """Drop every entry that all consumers have taken, however young it is; return how many."""
        ...

    def close(self) -> None:
        """Write what waits and give the engine back."""
        ...
