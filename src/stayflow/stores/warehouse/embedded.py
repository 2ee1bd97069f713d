"""chDB, as its client sees it: two corrections."""

from typing import Any

from clickhouse_connect.driver import _backendclient
from clickhouse_connect.driver._backend.chdb_backend import ChdbBackend


def count_rows_read() -> None:
    """Let the client report the rows that a statement read, as it does for a server.

    TRICKY: clickhouse-connect 1.12 passes on chDB's `rows_read`, which counts the rows of the
    answer; the rows read from tables are `storage_rows_read`. The contract suite notices when a
    newer client makes this unnecessary or breaks it.
    """
    ChdbBackend._summary = staticmethod(_summary)  # type: ignore[method-assign]  # noqa: SLF001


def repeat_nothing() -> None:
    """Let the client not look for what it may repeat: in our process there is no line that fails.

    clickhouse-connect 1.12 takes every statement apart in Python to find that out, a millisecond and a half for
    five thousand characters; chDB's backend does not read what comes of it.
    """
    _backendclient._query_is_read_only = _is_repeatable  # type: ignore[attr-defined]  # noqa: SLF001


def _is_repeatable(query: str | bytes) -> bool:
    del query
    return False


def _summary(result: Any) -> dict[str, Any]:  # noqa: ANN401 - chDB's result has no public type
    return {
        "read_rows": str(result.storage_rows_read()),
        "read_bytes": str(result.storage_bytes_read()),
        "elapsed_ns": str(int(result.elapsed() * 1_000_000_000)),
    }
