"""Processes of Stayflow's command line, started in a fraction of a second: see `tests.mould`."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO

from tests.mould import HEAD

ROOT = Path(__file__).resolve().parents[1]
RUN_SECONDS_MAX = 600
_running: list["subprocess.Popen[bytes]"] = []


class Process:
    """One of them; used as `subprocess.Popen` is."""

    def __init__(self, pid: int, told: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._told = told

    def poll(self) -> int | None:
        """Its exit code, or None while it runs; after a signal, the negative number of that."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(timeout=0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return the exit code.

        Raises:
            TimeoutExpired: It did not end in so many seconds.
        """
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            self.returncode = _number(self._told)
            os.close(self._told)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """`kill -9`."""
        self.send_signal(signal.SIGKILL)


def start(
    *words: str,
    env: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    stdin: IO[bytes] | None = None,
    stdout: IO[bytes] | None = None,
    stderr: IO[bytes] | None = None,
) -> Process:
    """Start `stayflow WORDS`.

    Args:
        words: The command and its arguments.
        env: Variables of its environment, beside those of ours.
        folder: Where it runs.
        stdin: What it reads; nothing by default.
        stdout: Where it answers; nowhere by default.
        stderr: Where it talks; nowhere by default.
    """
    request = {
        "words": words,
        "environ": {**os.environ, **(env or {})},
        "folder": str(folder),
    }
    body = json.dumps(request).encode()
    told, telling = os.pipe()
    with Path(os.devnull).open("r+b", buffering=0) as nothing:
        files = [(each or nothing).fileno() for each in (stdin, stdout, stderr)]
        socket.send_fds(_mould(), [HEAD.pack(len(body))], [*files, telling])
        _mould().sendall(body)
        pid = _awaited(telling, told)
    return Process(pid, told)


def run(
    *words: str,
    env: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    given: str = "",
) -> "subprocess.CompletedProcess[str]":
    """Run `stayflow WORDS` to its end, with `given` on its standard input; return all it said."""
    with (
        tempfile.TemporaryFile() as stdin,
        tempfile.TemporaryFile() as stdout,
        tempfile.TemporaryFile() as stderr,
    ):
        stdin.write(given.encode())
        stdin.seek(0)
        process = start(*words, env=env, folder=folder, stdin=stdin, stdout=stdout, stderr=stderr)
        try:
            code = process.wait(RUN_SECONDS_MAX)
        finally:
            process.kill()
        said = []
        for file in (stdout, stderr):
            file.seek(0)
            said.append(file.read().decode())
    return subprocess.CompletedProcess(words, code, *said)


def _awaited(telling: int, told: int) -> int:
    """The id that the mould tells; our end of the pipe is closed first, so that its end is noticed."""
    os.close(telling)
    return _number(told)


def _number(told: int) -> int:
    answer = os.read(told, HEAD.size)
    assert answer, "the process that forks the others has ended; what it said stands above"
    return int(HEAD.unpack(answer)[0])


@cache
def _mould() -> socket.socket:
    """Where the one mould of this test process is asked; it ends when we do."""
    ours, its = socket.socketpair()
    with its:
        command = [sys.executable, "-m", "tests.mould", str(its.fileno())]
        _running.append(subprocess.Popen(command, cwd=ROOT, pass_fds=[its.fileno()]))
    return ours
