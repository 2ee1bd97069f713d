"""Real engines for every test: one chDB and one PostgreSQL a process, a fresh project a test."""

import gc
import importlib
import itertools
import os
import pkgutil
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from xdist.remote import Producer

import stayflow
from stayflow.kernel.clock import FixedClock
from stayflow.kernel.ids import ProjectId
from stayflow.kernel.settings import Settings, load_settings
from stayflow.stores.files import DataFolder
from stayflow.stores.log import DurableLog, open_log
from stayflow.stores.migrations import Migration, load_migrations
from stayflow.stores.relational import Relational, open_relational
from stayflow.stores.warehouse import open_warehouse
from tests.examples import TIMES
from tests.schedule import Schedule, place_of
from tests.spare import SparingWarehouse

FLOORS = (
    "stores",
    "access",
    "language",
    "intake",
    "understand",
    "act",
    "reward",
    "measure",
    "demo",
    "interfaces",
)
# A machine with much to do is no defect of a law. The same cases come every time: who looks for new
# ones says `--hypothesis-profile=chance`.
for name, is_the_same in (("suite", True), ("chance", False)):
    hypothesis.settings.register_profile(
        name,
        deadline=None,
        derandomize=is_the_same,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
hypothesis.settings.load_profile("suite")
_numbers = itertools.count(1)
_clocks: list[FixedClock] = []
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
MEMORY_BYTES_MIN = 8 << 30
GARBAGE_LOOKED_FOR_AFTER = 20_000
"""So many objects more than were given up."""


@dataclass(frozen=True)
class Engines:
    """The stores of this pytest process."""

    settings: Settings
    folder: DataFolder
    relational: Relational
    warehouse: SparingWarehouse
    log: DurableLog
    clock: FixedClock


def migrations_of(engine: str) -> tuple[Migration, ...]:
    """Every room's migrations for one engine, floors from the ground up."""
    steps: list[Migration] = []
    for floor in FLOORS:
        package = importlib.import_module(f"stayflow.{floor}")
        names = [package.__name__]
        names += [
            found.name
            for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
            if found.ispkg
        ]
        for name in names:
            if name != "stayflow.stores.relational":
                steps += load_migrations(name, engine)
    return tuple(steps)


@contextmanager
def engine_folder() -> Iterator[Path]:
    """A folder for embedded engines that goes away afterwards.

    Not pytest's own: its parent is closed to other users, and under root the wheel's
    PostgreSQL runs as another user.
    """
    path = Path(tempfile.mkdtemp(prefix="stayflow-test-", dir=_in_memory()))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Schedule:
    """Share the tests out by room: see `tests.schedule`."""
    return Schedule(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no process waits for the other at the end.

    `STAYFLOW_EXAMPLES` is how many times as many examples each law draws.
    """
    items.sort(key=lambda item: place_of(item.nodeid))
    for law in {getattr(item, "obj", None) for item in items} if TIMES > 1 else ():
        usual = getattr(law, "_hypothesis_internal_use_settings", None)
        if law is not None and usual is not None:
            law._hypothesis_internal_use_settings = hypothesis.settings(
                usual, max_examples=usual.max_examples * TIMES
            )


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: no search for garbage goes over it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_LOOKED_FOR_AFTER, 20, 50)


@pytest.fixture
def data_path() -> Iterator[Path]:
    """An empty data folder for a test that starts processes of its own."""
    with engine_folder() as path:
        yield path


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    """One set of embedded engines for the whole run."""
    with engine_folder() as path:
        yield from _opened(DataFolder(path))


def _opened(folder: DataFolder) -> Iterator[Engines]:
    settings = load_settings({"data": str(folder.path)}, {})
    with folder.claim("pytest"):
        relational = open_relational(settings, folder.relational, migrations_of("relational"))
        warehouse = SparingWarehouse(
            open_warehouse(settings, folder.warehouse, migrations_of("warehouse"))
        )
        log = open_log(settings, relational)
        clock = FixedClock(NOON)
        _clocks.append(clock)
        yield Engines(settings, folder, relational, warehouse, log, clock)
        log.close()
        warehouse.close()
        relational.close()


def _in_memory() -> Path | None:
    """A file system in memory where there is one with room: what a test makes need not reach a disk.

    Killing a process loses nothing of it either; only a power cut would.
    """
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        return None
    return memory if shutil.disk_usage(memory).free > MEMORY_BYTES_MIN else None


@pytest.fixture(autouse=True)
def swept(request: pytest.FixtureRequest) -> Iterator[None]:
    """Set back the clock, and drop the projects a test made.

    What fixtures of a wider scope made stays: they are set up before this one.
    """
    if "engines" not in request.fixturenames:
        yield
        return
    engines = request.getfixturevalue("engines")
    before, stood_at = engines.warehouse.names(), engines.clock.now()
    yield
    engines.clock.set(stood_at)
    made = engines.warehouse.names() - before
    if made:
        with engines.relational.system() as tx:  # a worker of a later test must not look for it
            tx.execute("delete from projects where id = any(%s)", (list(made),))
    for each in made:
        engines.warehouse.drop_project(each)


@pytest.fixture(autouse=True, scope="module")
def clock_set_back() -> Iterator[None]:
    """What the fixtures of a file move the clock by ends with the file."""
    yield
    for each in _clocks:
        each.set(NOON)


@pytest.fixture
def project(engines: Engines) -> ProjectId:
    """A fresh project in Asia/Shanghai, with every table."""
    project_id = ProjectId(f"test_{next(_numbers)}")
    engines.warehouse.create_project(project_id, "Asia/Shanghai")
    return project_id


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The public data sets beside the checkout; tests that need it carry the mark `shared`."""
    return Path(stayflow.__file__).resolve().parents[3] / "shared" / "data"
