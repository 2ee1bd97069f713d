"""A file as a stream of whole lines, unpacked on the way, that survives being cut off."""

import re
import zlib
from collections.abc import Callable
from io import RawIOBase
from pathlib import Path
from typing import Final, Protocol

import zstandard

_READ_BYTES: Final = 1 << 20
_GZIP_WINDOW: Final = 31
_BLANKS: Final = re.compile(rb"[ \t]+")
_BLANKS_AT_START: Final = re.compile(rb"(?m)^ ")


class _Unpacker(Protocol):
    """One frame of a packed file."""

    @property
    def eof(self) -> bool:
        """Whether the frame has ended."""

    @property
    def unused_data(self) -> bytes:
        """What follows the frame."""

    def decompress(self, data: bytes) -> bytes:
        """The next unpacked bytes."""


class LineStream(RawIOBase):
    """The unpacked bytes of a file, always up to the end of a line.

    When the packed file ends too early or is broken, the stream ends behind the last whole line
    and says so in `problem`: what was written is kept, half a line is not.

    Attributes:
        problem: Why the stream ended too early; None when it did not.
        packed_bytes: How much of the file was read.
    """

    def __init__(self, file: Path, *, joins_blanks: bool = False) -> None:
        super().__init__()
        self._source = file.open("rb")
        self._make = _unpacker_for(file)
        self._frame = self._make() if self._make else None
        self._is_fresh = True
        self._joins_blanks = joins_blanks
        self._pending = b""
        self._ready = b""
        self._is_done = False
        self.problem: str | None = None
        self.packed_bytes = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def close(self) -> None:
        """Close the file."""
        self._source.close()
        super().close()

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; nothing at the end."""
        while not self._ready and not self._is_done:
            self._fill()
        if size < 0:
            parts = [self._ready]
            while not self._is_done:
                self._fill()
                parts.append(self._ready)
            self._ready = b""
            return b"".join(parts)
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill a buffer."""
        taken = self.read(len(buffer))
        buffer[: len(taken)] = taken
        return len(taken)

    def _fill(self) -> None:
        packed = self._source.read(_READ_BYTES)
        self.packed_bytes += len(packed)
        if packed:
            data = self._pending + self._unpack(packed)
        else:
            self._is_done = True
            if self._frame and not self._frame.eof and not self._is_fresh:
                self.problem = "it ends in the middle"
            data = self._pending if self.problem is None else b""
        if self.problem is not None:
            self._is_done = True
        cut = len(data) if self._is_done and self.problem is None else data.rfind(b"\n") + 1
        self._pending = data[cut:]
        self._ready = self._joined(data[:cut])

    def _unpack(self, packed: bytes) -> bytes:
        """Unpack, over the end of one frame into the next."""
        if self._make is None or self._frame is None:
            return packed
        parts = []
        try:
            while packed:
                if self._frame.eof:
                    self._frame = self._make()
                self._is_fresh = False
                parts.append(self._frame.decompress(packed))
                packed = self._frame.unused_data if self._frame.eof else b""
                if self._frame.eof and not packed.strip(b"\0"):
                    break
        except (zlib.error, zstandard.ZstdError) as error:
            self.problem = f"it is broken ({error})"
        return b"".join(parts)

    def _joined(self, lines: bytes) -> bytes:
        """With a blank as delimiter, a run of blanks is one, and none at a line's start counts."""
        if not self._joins_blanks:
            return lines
        return _BLANKS_AT_START.sub(b"", _BLANKS.sub(b" ", lines))


def _unpacker_for(file: Path) -> Callable[[], _Unpacker] | None:
    match file.suffix.lower():
        case ".gz":
            return lambda: zlib.decompressobj(_GZIP_WINDOW)
        case ".zst":
            return lambda: zstandard.ZstdDecompressor().decompressobj()
        case _:
            return None
