"""Posting to somebody else's server, which may say what it likes, as slowly as it likes."""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from time import sleep

import pytest

from stayflow.stores.outside import HttpTarget, OutsideDown


@contextmanager
def saying(parts: Iterable[bytes]) -> Iterator[str]:
    """The URL of a server that answers one request with these bytes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        came, _ = listening.accept()
        with came, suppress(OSError):
            came.recv(65_536)
            for part in parts:
                came.sendall(part)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/hook"
    finally:
        thread.join(10)
        listening.close()


def dripping(before: bytes, after: bytes) -> Iterator[bytes]:
    """What comes a byte at a time: each in time, and the whole of it never."""
    yield before
    for _ in range(1_200):
        sleep(0.05)
        yield b"a"
    yield after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"\r\nContent-Length: 0\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1200\r\n\r\n", b""),
    ],
    ids=["header", "body of a closing answer"],
)
def test_an_answer_that_drips_in_is_not_waited_for(before: bytes, after: bytes) -> None:
    with saying(dripping(before, after)) as url:
        target = HttpTarget(url, allow_private=True, timeout_seconds=1)
        with pytest.raises(OutsideDown):
            target.post(b"{}", {})


@pytest.mark.parametrize(
    ("said", "seconds"), [("120", 120), ("9" * 5_000, None), ("1" * 12, None), ("soon", None)]
)
def test_only_a_wait_that_somebody_may_mean_is_kept(said: str, seconds: int | None) -> None:
    head = f"HTTP/1.1 503 Busy\r\nRetry-After: {said}\r\nContent-Length: 0\r\n\r\n"
    with saying([head.encode()]) as url:
        answer = HttpTarget(url, allow_private=True, timeout_seconds=5).post(b"{}", {})
    assert (answer.status, answer.retry_after_seconds) == (503, seconds)
