"""How much of a Kafka topic waits for its consumers."""

from dataclasses import dataclass

# Older sizes count half as much each time so many were seen.
_SIZES_REMEMBERED = 10_000


@dataclass(slots=True)
class Gauge:
    """A topic as this process knows it.

    Kafka counts entries, not bytes: bytes are entries times the mean size of those seen lately.

    Attributes:
        head: Position of the last entry.
        taken: Up to where the slowest consumer has come.
        under_way: Bytes handed to the driver and not acknowledged.
    """

    head: int = 0
    taken: int = 0
    under_way: int = 0
    _seen: float = 0.0
    _bytes: float = 0.0

    def see(self, size: int) -> None:
        """Learn the size of an entry."""
        if self._seen >= _SIZES_REMEMBERED:
            self._seen, self._bytes = self._seen / 2, self._bytes / 2
        self._seen += 1
        self._bytes += size

    @property
    def is_seen(self) -> bool:
        """Whether the size of any entry is known."""
        return self._seen > 0

    def bytes_behind(self, position: int) -> int:
        """About so many bytes stand behind a position."""
        mean = self._bytes / self._seen if self._seen else 0.0
        return round(max(0, self.head - position) * mean)

    @property
    def waiting(self) -> int:
        """Bytes that some consumer has not taken, and those on their way."""
        return self.bytes_behind(self.taken) + self.under_way
