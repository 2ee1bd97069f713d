"""Posting to a URL that a customer gave: one address, no redirects, an answer of bounded size."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from stayflow.stores.outside.address import look_up
from stayflow.stores.outside.errors import OutsideDown

_ANSWER_BYTES_MAX = 2_000
_DIGITS_MAX = 6
"""Of a wait in seconds: eleven days. Nobody means more, and a number without end is none."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What the other side said.

    Attributes:
        body: Its first words, for people.
        retry_after_seconds: As its header says; None when it does not, or in another form.
    """

    status: int
    body: str
    retry_after_seconds: int | None


class _Pinned(http.client.HTTPConnection):
    """Connects to an address that was looked at, and speaks to the name."""

    def __init__(self, host: str, port: int, *, address: str, tls: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address
        self._tls = tls
        self._is_broken_off = False
        self._line: socket.socket | None = None

    def connect(self) -> None:
        """Open the socket to the pinned address."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
        self._line = self.sock
        if self._is_broken_off:  # while there was no socket yet that could be shut down
            raise TimeoutError("not connected in time")

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Break the connection off when what is done on it is not done in time.

        The socket's own timeout starts anew with every byte: one byte a second would never end.

        Raises:
            TimeoutError: It was not; what came of it is cut short.
        """
        watch = threading.Timer(seconds, self._break_off)
        watch.start()
        try:
            yield
        finally:
            watch.cancel()
        if self._is_broken_off:
            raise TimeoutError(f"no whole answer within {seconds:g} seconds")

    def _break_off(self) -> None:
        self._is_broken_off = True
        # Not `sock`: an answer that says `Connection: close` takes that away before its body is read.
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


class HttpTarget:
    """One URL, over one connection that is kept open as long as the other side likes.

    Args:
        url: `http(s)://host/path`.
        allow_private: Whether the host may be at a private address.
        timeout_seconds: Longest that connecting, or a whole post with its answer, may take.
    """

    def __init__(self, url: str, *, allow_private: bool, timeout_seconds: float) -> None:
        parts = urlsplit(url)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._host = parts.hostname or ""
        self._tls = parts.scheme == "https"
        self._port = parts.port or (443 if self._tls else 80)
        self._allow_private = allow_private
        self._seconds = timeout_seconds
        self._connection: _Pinned | None = None

    def post(self, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        """Post once.

        Raises:
            AddressRefused: The host is at a private address.
            OutsideDown: There was no answer; the other side may have taken the body nevertheless.
        """
        if self._connection is None:
            address = look_up(
                self._host, self._port, allow_private=self._allow_private, path="settings.url"
            )
            self._connection = _Pinned(
                self._host, self._port, address=address, tls=self._tls, seconds=self._seconds
            )
        try:
            with self._connection.within(self._seconds):
                self._connection.request("POST", self._path, body=body, headers=dict(headers))
                answer = self._connection.getresponse()
                words = answer.read(_ANSWER_BYTES_MAX)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise OutsideDown(f"{self._host}: {type(error).__name__}: {error}"[:300]) from error
        after = answer.getheader("retry-after") or ""
        if not answer.isclosed():
            self.close()  # more than we read: the connection cannot be used again
        return HttpAnswer(
            answer.status,
            words.decode("utf-8", "replace"),
            int(after)
            if after.isascii() and after.isdigit() and len(after) <= _DIGITS_MAX
            else None,
        )

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
