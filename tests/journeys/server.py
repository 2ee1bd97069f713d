"""A real server in its own process and a real mail server in ours, for stories and crashes."""

import contextlib
import itertools
import json
import os
import random
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.processes import Process, run, start

if TYPE_CHECKING:
    from email.message import Message

SECONDS = 240
"""So long a state may take to come, and an answer: what is only slow is no defect."""
SECONDS_OF_A_PAGE = 90
"""So long a page may take to show what a test looks for: less, as a run waits as long for what never comes."""
PORTS_FIRST, PORTS_MANY = 20_000, 3_000
"""Where the ports of the first test process begin, and how many each has: below those that the system gives away."""


def _own_ports() -> Iterator[int]:
    """In turn, so that nobody takes the port of a server that is down for a moment."""
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4
    begin = random.randrange(PORTS_MANY)  # beside another run on this machine
    for number in itertools.count(begin):
        yield PORTS_FIRST + process * PORTS_MANY + number % PORTS_MANY


_ports = _own_ports()


def free_port() -> int:
    """A port nobody listens on."""
    for port in _ports:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("ports do not end")


def stayflow(
    data: Path, *words: str, stdin: str | None = None, env: dict[str, str] | None = None
) -> Any:
    """Run a command with --json on a data folder and return what it printed."""
    environ = {"STAYFLOW_DATA": str(data), **(env or {})}
    done = run(*words, "--json", env=environ, given=stdin or "")
    assert done.returncode == 0, f"{words}: {done.stdout}\n{done.stderr}"
    return json.loads(done.stdout)


class MailServer:
    """A real SMTP server that keeps what it accepted."""

    def __init__(self) -> None:
        self.accepted: list[tuple[str, Message]] = []
        self.port = free_port()
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, ready_timeout=SECONDS
        )

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        body = envelope.content if isinstance(envelope.content, bytes) else b""
        for address in envelope.rcpt_tos:
            self.accepted.append((address, message_from_bytes(body)))
        return "250 kept"

    def deliveries(self) -> Counter[str]:
        """How many messages each address got."""
        return Counter(address for address, _ in self.accepted)

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()


@dataclass
class Server:
    """`stayflow serve` on a data folder; can be killed and started again on the same port."""

    data: Path
    port: int = field(default_factory=free_port)
    key: str = ""
    words: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    _process: Process | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until its stores answer."""
        words = ["serve", "--data", str(self.data), "--port", str(self.port), *self.words]
        # The mail server of these tests listens on this machine.
        env = {"STAYFLOW_ALLOW_PRIVATE_TARGETS": "true", **self.env}
        with self._log_file.open("ab") as log:
            self._process = start(*words, env=env, stdout=log, stderr=log)
        try:
            wait_until(self._is_ready, what="a server that is ready")
        except AssertionError as never:
            raise AssertionError(f"{never}\n{self.log()}") from None

    def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, "it has ended"
        try:
            return httpx.get(f"{self.url}/readyz", timeout=SECONDS).status_code == 200
        except httpx.TransportError:
            return False

    def log(self) -> str:
        """The end of what it printed."""
        if not self._log_file.exists():  # its folder went with the last test
            return ""
        return self._log_file.read_text(errors="replace")[-4000:]

    @property
    def _log_file(self) -> Path:
        return self.data.parent / f"{self.data.name}.server.log"

    def kill(self) -> None:
        """`kill -9`."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """Ctrl-C; returns the exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=SECONDS)

    def call(self, method: str, path: str, body: object = None, *, project: str = "") -> Any:
        """Call the API with the key; fails on anything but 2xx."""
        place = f"/api/v1/projects/{project}{path}" if project else f"/api/v1{path}"
        answer = httpx.request(
            method,
            self.url + place,
            json=body,
            headers={"Authorization": f"Bearer {self.key}"},
            timeout=SECONDS,
        )
        assert answer.status_code < 300, f"{method} {place}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None


def wait_until(check: Callable[[], Any], seconds: float = SECONDS, what: str = "") -> Any:
    """Ask `check` again and again until its answer is truthy; return it."""
    deadline, pause = time.monotonic() + seconds, 0.01
    while not (value := check()):
        assert time.monotonic() < deadline, f"not in {seconds} s: {what or check}; last: {value!r}"
        time.sleep(pause)
        pause = min(2 * pause, 0.2)
    return value


class Poster(threading.Thread):
    """Posts events one request at a time; remembers which were acknowledged with 2xx."""

    def __init__(self, server: Server, write_key: str, make: Any) -> None:
        super().__init__(daemon=True)
        self.acknowledged: set[str] = set()
        self.attempted: set[str] = set()
        self._server, self._write_key, self._make = server, write_key, make
        self._stop_asked = threading.Event()

    def run(self) -> None:
        number = 0
        pending: list[dict[str, Any]] = []
        with httpx.Client(timeout=10, auth=(self._write_key, "")) as client:
            while not self._stop_asked.is_set():
                if not pending:
                    pending = [self._make(number + n) for n in range(3)]
                    number += 3
                    self.attempted |= {event["messageId"] for event in pending}
                try:
                    answer = client.post(f"{self._server.url}/v1/batch", json={"batch": pending})
                except httpx.TransportError:
                    time.sleep(0.05)
                    continue  # an SDK sends the same messages again
                if answer.status_code == 200:
                    self.acknowledged |= {event["messageId"] for event in pending}
                    pending = []
                else:
                    time.sleep(0.1)

    def stop(self, *, after: int) -> None:
        """Finish the request under way, once more than `after` events were acknowledged."""
        wait_until(lambda: len(self.acknowledged) > after, what="the events to be acknowledged")
        self._stop_asked.set()
        self.join()
