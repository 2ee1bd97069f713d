"""kill -9 in the middle of sending: nobody is written to twice, and everybody is accounted for."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.act.mail_server import MailServer
from tests.act.outbox.sender_process import PEOPLE
from tests.journeys.server import SECONDS

KILLS = 4


def start(command: str, folder: Path, *words: object) -> subprocess.Popen[str]:
    """Start a worker process and wait for its first line, which stays readable as `first`."""
    arguments = [sys.executable, "-m", "tests.act.outbox.sender_process", command, str(folder)]
    process = subprocess.Popen([*arguments, *map(str, words)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.first = json.loads(process.stdout.readline())
    return process


def end(process: subprocess.Popen[str]):
    assert process.wait(timeout=SECONDS) == 0
    return process.first


@pytest.mark.slow
def test_killed_again_and_again_it_writes_to_nobody_twice(data_path: Path):
    dice = random.Random(7)
    with MailServer() as server:
        end(start("prepare", data_path, server.port))
        for _ in range(KILLS):
            process = start("send", data_path)
            enough = len(server.box.arrived) + dice.randint(1, 40)
            deadline = time.monotonic() + SECONDS
            while len(server.box.arrived) < enough and process.poll() is None:
                assert time.monotonic() < deadline
                time.sleep(0.001)
            process.kill()
            process.wait()
        end(start("send", data_path))
        report = end(start("report", data_path))
    arrived = server.box.counts
    assert set(arrived.values()) == {1}
    assert report["violations"] == []
    assert (report["state"], report["audience"], report["untold"]) == ("finished", PEOPLE, 0)
    assert report["sent"] + report["in_doubt"] + report["holdout"] == PEOPLE
    assert report["in_doubt"] <= KILLS * 2  # what two connections had under way, no more
    assert report["sent"] <= len(arrived) <= report["sent"] + report["in_doubt"]
    assert report["sent"] > PEOPLE * 0.7
