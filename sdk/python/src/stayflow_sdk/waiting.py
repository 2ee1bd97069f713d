"""Messages that the server has not confirmed, oldest first: in memory, or in a file."""

import itertools
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from stayflow_sdk.model import SpoolInUse

Numbered = tuple[int, str]
"""A number that grows, and a message as JSON."""


class Waiting(Protocol):
    """A bounded queue; whoever uses it holds the lock."""

    def add(self, text: str) -> int:
        """Add a message; how many old ones had to go for it."""

    def peek(self, count: int) -> list[Numbered]:
        """The oldest ones."""

    def remove(self, numbers: Iterable[int]) -> None:
        """Take out what is done."""

    def __len__(self) -> int:
        """How many wait."""

    def last(self) -> int:
        """Number of the newest that was ever added."""

    def close(self) -> int:
        """Let go; how many are lost by that."""


class Memory:
    """A queue that ends with the process."""

    def __init__(self, messages_max: int) -> None:
        self._max = messages_max
        self._texts: OrderedDict[int, str] = OrderedDict()
        self._numbers = itertools.count(1)
        self._last = 0

    def add(self, text: str) -> int:
        """Add a message; how many old ones had to go for it."""
        self._last = next(self._numbers)
        self._texts[self._last] = text
        if len(self._texts) <= self._max:
            return 0
        self._texts.popitem(last=False)
        return 1

    def peek(self, count: int) -> list[Numbered]:
        """The oldest ones."""
        return list(itertools.islice(self._texts.items(), count))

    def remove(self, numbers: Iterable[int]) -> None:
        """Take out what is done."""
        for number in numbers:
            self._texts.pop(number, None)

    def __len__(self) -> int:
        return len(self._texts)

    def last(self) -> int:
        """Number of the newest that was ever added."""
        return self._last

    def close(self) -> int:
        """Let go; how many are lost by that."""
        return len(self._texts)


class Spool:
    """A queue in a SQLite file: a crash or an exit loses nothing, the next process goes on."""

    def __init__(self, folder: Path, messages_max: int) -> None:
        self._max = messages_max
        folder.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(
            folder / "stayflow-spool.sqlite",
            isolation_level=None,
            check_same_thread=False,
            timeout=0.2,
        )
        try:
            # The lock is held until the end: two processes with one spool would send everything twice.
            self._file.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = NORMAL")
            self._file.execute("BEGIN EXCLUSIVE")
            self._file.execute(
                "CREATE TABLE IF NOT EXISTS waiting"
                " (number INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL)"
            )
            self._file.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._file.close()
            raise SpoolInUse(f"{folder} is open in another process ({error})") from None
        row = self._file.execute(
            "SELECT count(*), coalesce(max(number), 0) FROM waiting"
        ).fetchone()
        self._count, self._last = int(row[0]), int(row[1])

    def add(self, text: str) -> int:
        """Add a message; how many old ones had to go for it."""
        added = self._file.execute("INSERT INTO waiting (text) VALUES (?)", (text,))
        self._last = int(added.lastrowid or 0)
        self._count += 1
        if self._count <= self._max:
            return 0
        self.remove([number for number, _ in self.peek(1)])
        return 1

    def peek(self, count: int) -> list[Numbered]:
        """The oldest ones."""
        found = self._file.execute(
            "SELECT number, text FROM waiting ORDER BY number LIMIT ?", (count,)
        )
        return [(int(number), str(text)) for number, text in found]

    def remove(self, numbers: Iterable[int]) -> None:
        """Take out what is done."""
        gone = [(number,) for number in numbers]
        self._file.execute("BEGIN")
        done = self._file.executemany("DELETE FROM waiting WHERE number = ?", gone)
        self._file.execute("COMMIT")
        self._count -= done.rowcount

    def __len__(self) -> int:
        return self._count

    def last(self) -> int:
        """Number of the newest that was ever added."""
        return self._last

    def close(self) -> int:
        """Let go; nothing is lost by that."""
        self._file.close()
        return 0
