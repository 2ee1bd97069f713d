"""The log on PostgreSQL keeps the contract, and survives being killed."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stayflow.kernel.settings import load_settings
from stayflow.stores.files import DataFolder
from stayflow.stores.log import DurableLog, PostgresLog, open_log
from stayflow.stores.migrations import load_migrations
from stayflow.stores.relational import Relational, open_relational
from tests.conftest import Engines
from tests.contracts.durable_log import LogContract

WRITER = """
import sys
from pathlib import Path
from stayflow.kernel.settings import load_settings
from stayflow.stores.files import DataFolder
from stayflow.stores.log import open_log
from stayflow.stores.migrations import load_migrations
from stayflow.stores.relational import open_relational

settings = load_settings({"data": sys.argv[1]}, {})
folder = DataFolder(Path(sys.argv[1]))
with folder.claim("writer"):
    steps = load_migrations("stayflow.stores.log", "relational")
    relational = open_relational(settings, folder.relational, steps)
    log = open_log(settings, relational)
    number = int(sys.argv[2])
    while True:
        log.append("t", str(number).encode())
        print(number, flush=True)  # acknowledged
        number += 1
"""


class TestPostgres(LogContract):
    @pytest.fixture
    def store(self, engines: Engines) -> Relational:
        return engines.relational

    @pytest.fixture(scope="class")
    @classmethod
    def durable_log(cls, engines: Engines) -> Iterator[DurableLog]:
        log = PostgresLog(engines.relational, bytes_max=100_000, retention_hours=72)
        yield log
        log.close()

    def make_old(
        self, durable_log: DurableLog, store: Relational, topic: str, positions: list[int]
    ) -> None:
        with store.system() as tx:
            tx.execute(
                "update log_entries set appended_at = now() - interval '1000 hours'"
                " where position = any(%s)",
                (positions,),
            )


def test_a_killed_writer_loses_nothing_acknowledged(data_path: Path) -> None:
    acknowledged = 0
    for round_ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(data_path), str(acknowledged + 1_000 * round_)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(40)]
        time.sleep(0.05)
        process.kill()
        lines += process.stdout.readlines()
        process.wait()
        acknowledged = max(int(line) for line in lines if line.endswith("\n"))
    folder = DataFolder(data_path)
    assert folder.owner() is None
    settings = load_settings({"data": str(data_path)}, {})
    with folder.claim("reader"):
        steps = load_migrations("stayflow.stores.log", "relational")
        relational = open_relational(settings, folder.relational, steps)
        log = open_log(settings, relational)
        kept = [int(entry.payload) for entry in log.read("t", after=0, limit=1_000_000)]
        log.close()
        relational.close()
    assert kept == sorted(set(kept))
    assert acknowledged in kept
    assert len(kept) >= 120
