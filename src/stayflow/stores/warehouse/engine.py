"""Opening ClickHouse: the engine in our process, or a server."""

import re
import threading
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

import clickhouse_connect
import pyarrow as pa
from clickhouse_connect import common
from clickhouse_connect.driver.client import Client

from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId
from stayflow.kernel.settings import Settings
from stayflow.stores.migrations import Migration
from stayflow.stores.warehouse.bounds import Bounds, Gate
from stayflow.stores.warehouse.memory import (
    QUERY_OF_A_SERVER,
    engine_share,
    query_share,
    usable_memory,
)
from stayflow.stores.warehouse.project import ProjectWarehouse
from stayflow.stores.warehouse.reading import Reading
from stayflow.stores.warehouse.wall import translated

_PROJECT = re.compile(r"[a-z][a-z0-9_]{0,40}")
_ZONE = re.compile(r"[A-Za-z0-9_+/-]+")
_LEDGER = (
    "CREATE TABLE IF NOT EXISTS migrations"
    " (room String, number UInt32, name String, applied_at DateTime DEFAULT now())"
    " ENGINE = MergeTree ORDER BY (room, number)"
)
# What a first try made that was cut off before it could note its steps: tables, and nothing in them.
_IS_LEFT_OVER = (
    "SELECT count() > 0 AND coalesce(sum(total_rows), 0) = 0 FROM system.tables"
    " WHERE database = currentDatabase() AND name != 'migrations'"
)

_TOGETHER = "max_server_memory_usage"
_QUICK_PLANS = {"optimize_and_compare_chain": 0}
"""The engine's search for more comparisons behind those of an AND hashes all that a statement has below, each time."""


class Warehouse:
    """All projects' databases of one engine."""

    def __init__(
        self,
        target: str,
        limits: dict[str, Any],
        migrations: Sequence[Migration],
        *,
        memory_bytes: int = 0,
    ) -> None:
        self._target = target
        self._limits = limits
        self._of_engine: dict[str, Any] = {}
        if memory_bytes:
            self._of_engine["chdb_options"] = {_TOGETHER: memory_bytes}
        self._migrations = tuple(migrations)
        self._projects: dict[str, ProjectWarehouse] = {}
        self._gates: dict[ProjectId, Gate] = {}
        self._lock = threading.Lock()
        self._root = self._connect(None)

    @property
    def is_embedded(self) -> bool:
        """True for chDB in our process."""
        return self._target.startswith("chdb:")

    def project(self, project_id: ProjectId) -> ProjectWarehouse:
        """The handle bound to one project's database."""
        database = _database(project_id)
        with self._lock:
            if database not in self._projects:
                self._projects[database] = ProjectWarehouse(database, self._connect)
            return self._projects[database]

    def gate(self, project_id: ProjectId) -> Gate:
        """Where questions of one project wait for each other."""
        with self._lock:
            return self._gates.setdefault(project_id, Gate())

    def create_project(self, project_id: ProjectId, zone: str) -> None:
        """Make the database if it is missing and bring it to the newest migration; safe to repeat.

        Args:
            project_id: The project.
            zone: IANA time zone in which the project's days are cut; `$zone` in the migrations.

        Raises:
            InvalidInput: `zone` cannot be the name of a time zone.
        """
        if not _ZONE.fullmatch(zone):
            raise InvalidInput(f"{zone!r} is not the name of a time zone", path="zone")
        with self._lock, translated():
            self._root.command(f"CREATE DATABASE IF NOT EXISTS {_database(project_id)}")
        handle = self.project(project_id)
        handle.execute(_LEDGER)
        done = {
            (room, number)
            for room, number in handle.query("SELECT room, number FROM migrations").rows
        }
        missing = [step for step in self._migrations if (step.room, step.number) not in done]
        if missing and not done and handle.value(_IS_LEFT_OVER):
            self.drop_project(project_id)
            self.create_project(project_id, zone)
            return
        names = {"zone": zone, "database": handle.database}
        for step in missing:
            for statement in _statements(Template(step.sql).safe_substitute(names)):
                handle.execute(statement)
            if done:
                _note(handle, [step])
        if not done:  # a note of each step is a third of the time that a new project takes
            _note(handle, missing)

    def drop_project(self, project_id: ProjectId) -> None:
        """Remove the database and everything in it."""
        database = _database(project_id)
        with self._lock, translated():
            if handle := self._projects.pop(database, None):
                handle.close()
            self._root.command(f"DROP DATABASE IF EXISTS {database} SYNC")

    def stop(self, reading: Reading) -> None:
        """Stop the queries that are run for a question nobody waits for."""
        with translated():
            client = self._connect(None)
            try:
                client.query(
                    "KILL QUERY WHERE Settings['log_comment'] = {mark:String} ASYNC",
                    parameters={"mark": reading.mark},
                )
            finally:
                client.close()

    def ping(self) -> None:
        """Ask the engine for a sign of life.

        Raises:
            StoreUnavailable: It gives none.
        """
        with self._lock, translated():
            self._root.command("SELECT 1")

    def close(self) -> None:
        """Close every connection; the embedded engine stops with the last."""
        with self._lock:
            for handle in self._projects.values():
                handle.close()
            self._projects.clear()
            self._root.close()

    def _connect(self, database: str | None) -> Client:
        with translated():
            return clickhouse_connect.get_client(
                dsn=self._target,
                database=database or "__default__",
                settings=self._limits,
                tz_mode="aware",
                **self._of_engine,
            )


def open_warehouse(settings: Settings, folder: Path, migrations: Sequence[Migration]) -> Warehouse:
    """Open the server named by `clickhouse_url`, or chDB in `folder`.

    Args:
        settings: Reads `clickhouse_url`, `query_…_max` and `query_threads`.
        folder: Where chDB keeps its data; unused with a server.
        migrations: Steps every project's database gets, in order.
    """
    common.set_setting("autogenerate_session_id", False)  # noqa: FBT003 - the driver's signature
    limits: dict[str, Any] = {**most_of(settings).settings, **_QUICK_PLANS}
    del limits[
        "max_rows_to_read"
    ]  # of questions only: what is done by the clock reads what it must
    if threads := settings.number("query_threads"):
        limits["max_threads"] = threads
    url = settings.text("clickhouse_url")
    if not url:
        from stayflow.stores.warehouse.embedded import (  # noqa: PLC0415 - a large library, and its threads
            count_rows_read,
            repeat_nothing,
        )

        count_rows_read()
        repeat_nothing()
        folder.mkdir(parents=True, exist_ok=True)
    return Warehouse(
        url or f"chdb://{folder}", limits, migrations, memory_bytes=memory_together(settings)
    )


def memory_together(settings: Settings) -> int:
    """Bytes that all queries of the embedded engine may take together; 0 of a server by URL, which bounds itself."""
    if settings.text("clickhouse_url"):
        return 0
    return settings.number("embedded_memory_bytes_max") or engine_share(usable_memory())


def most_of(settings: Settings) -> Bounds:
    """The server's bounds of a project's questions; a project may have smaller ones."""
    fitting = QUERY_OF_A_SERVER if settings.text("clickhouse_url") else query_share(usable_memory())
    return Bounds(
        seconds=settings.number("query_seconds_max"),
        memory_bytes=settings.number("query_memory_bytes_max") or fitting,
        rows=settings.number("query_rows_max"),
        at_once=settings.number("query_at_once_max"),
    )


def _database(project_id: ProjectId) -> str:
    if not _PROJECT.fullmatch(project_id):
        raise InvalidInput(
            "a project's name starts with a letter and has up to 41 of a-z, 0-9 and _",
            path="project",
        )
    return f"p_{project_id}"


def _note(handle: ProjectWarehouse, steps: Sequence[Migration]) -> None:
    """Write down that these steps are done."""
    columns = {
        "room": [step.room for step in steps],
        "number": pa.array([step.number for step in steps], pa.uint32()),
        "name": [step.name for step in steps],
    }
    handle.insert("migrations", pa.table(columns))


def _statements(sql: str) -> list[str]:
    """The statements of a file: separated by `;` at the end of a line."""
    return [part.strip() for part in re.split(r";[ \t]*(?:\n|$)", sql) if part.strip()]
