"""Servers that a benchmark asks: processes of their own, on ports of this machine."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from benchmarks.wires import HOST

START_SECONDS_MAX = 60.0
LOG_BYTES_MAX = 40_000_000_000


@contextmanager
def run_server(words: list[str], port: int) -> Iterator[int]:
    """A server as a process of its own, from when it listens."""
    environ = os.environ | {"STAYFLOW_LOG_BYTES_MAX": str(LOG_BYTES_MAX)}
    server = subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL)
    try:
        _wait_for(server, port)
        yield server.pid
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(START_SECONDS_MAX)


def _wait_for(server: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = monotonic() + START_SECONDS_MAX
    while monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        sleep(0.1)
    message = f"the server did not listen on {port}"
    raise RuntimeError(message)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])
