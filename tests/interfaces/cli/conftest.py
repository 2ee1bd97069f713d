"""`stayflow` as a program on a data folder of its own, with and without a server."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import engine_folder
from tests.journeys.server import SECONDS, free_port, wait_until
from tests.processes import run

SCRIPT = str(Path(sys.executable).parent / "stayflow")
ORDERS = "user_id,at,amount\nu1,2026-05-01,10\nu2,2026-05-02,20\nu1,2026-05-03,5\n"
MAPPING = """
format: csv
event: {value: purchase}
time: {column: at, format: iso, zone: UTC}
identities: {user_id: {column: user_id}}
revenue: {column: amount, currency: CNY}
"""


@dataclass(frozen=True)
class Answered:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Shell:
    """Runs `stayflow` on one data folder."""

    folder: Path

    @property
    def environ(self) -> dict[str, str]:
        return {**os.environ, "STAYFLOW_DATA": str(self.folder / "data")}

    def run(self, *arguments: str, given: object = None) -> Answered:
        done = run(*arguments, env=self.environ, folder=self.folder, given=json.dumps(given))
        return Answered(done.returncode, done.stdout, done.stderr)

    def run_installed(self, *arguments: str) -> Answered:
        """The same by the script that a user starts."""
        done = subprocess.run(
            [SCRIPT, *arguments],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            env=self.environ,
            cwd=self.folder,
            check=False,
        )
        return Answered(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def shell() -> Iterator[Shell]:
    with engine_folder() as folder:
        yield _shell(folder)


def _shell(folder: Path) -> Shell:
    (folder / "orders.csv").write_text(ORDERS)
    (folder / "map.yaml").write_text(MAPPING)
    shell = Shell(folder)
    made = shell.run_installed("project", "create", "shop", "--zone", "UTC", "--json")
    assert made.code == 0, made.err
    assert made.json["project"] == "shop"
    assert {"write_key", "api_key"} <= set(made.json)
    return shell


@pytest.fixture
def url(shell: Shell) -> Iterator[str]:
    """A server that holds the folder."""
    port = free_port()
    server = subprocess.Popen(
        [SCRIPT, "serve", "--port", str(port)],
        env=shell.environ,
        cwd=shell.folder,
        stderr=subprocess.PIPE,
        text=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: is_ready(url), what="a server that is ready")
        yield url
    finally:
        server.send_signal(signal.SIGTERM)
        _, err = server.communicate(timeout=SECONDS)
        assert server.returncode == 0, err
        assert err.strip().endswith("stopped")


def is_ready(url: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{url}/readyz", timeout=SECONDS):
        return True
    return False
