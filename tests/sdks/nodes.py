"""Node processes in which SDKs of the npm registry run."""

import os
import signal
import subprocess
from contextlib import suppress
from typing import Self

from tests.journeys.server import SECONDS
from tools.house.node import node_environment
from tools.house.setup import OTHER_SDKS, ROOT


class Node:
    """An ES module under way, which can wait for us: `await told("word")` in it, `wait_for` here.

    Attributes:
        script: The module; packages of the registry are found.
        variables: Its environment, beside ours.
    """

    HELPER = """
import { createInterface } from "node:readline";
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const told = async (word) => { console.log(word); await lines.next(); };
"""

    def __init__(self, script: str, **variables: str) -> None:
        self._process = subprocess.Popen(
            ["node", "--input-type=module", "--eval", self.HELPER + script],
            cwd=OTHER_SDKS,
            env={
                **node_environment(ROOT),
                **variables,
                "NO_PROXY": "127.0.0.1",
                "HOME": os.environ.get("HOME", "/"),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def wait_for(self, word: str) -> None:
        """Until the module has said so; it waits there."""
        assert self._process.stdout is not None
        said = self._process.stdout.readline().strip()
        assert said == word, f"{said}\n{self._process.communicate(timeout=SECONDS)}"

    def go_on(self) -> None:
        """Let it go on from where it waits."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def end(self) -> None:
        """Wait for its end, which is to be a good one."""
        stdout, stderr = self._process.communicate(timeout=SECONDS)
        assert self._process.returncode == 0, f"{stdout}\n{stderr}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(
            ProcessLookupError
        ):  # `node` of a Python package starts the real one, which would go on
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
