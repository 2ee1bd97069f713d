"""The yardstick of `collect`: decode the same body, append it to the same log, answer.

Run as a process of its own: `python -m benchmarks.targets._bare_collector FOLDER PORT`.
"""

import sys
from pathlib import Path

import uvicorn

from benchmarks.wires import bare_reader
from stayflow.kernel.settings import load_settings
from stayflow.stores.log import DurableLog, open_log
from stayflow.stores.migrations import load_migrations
from stayflow.stores.relational import open_relational

TOPIC = "bare"
OK_START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"application/json"), (b"content-length", b"16")],
}
OK_BODY = {"type": "http.response.body", "body": b'{"success":true}'}


class BareCollector:
    """The least a durable collector can do."""

    def __init__(self, log: DurableLog) -> None:
        self._log = log

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        """Take one request; any other kind of message is nothing to it."""
        if scope["type"] != "http":
            return
        parts = []
        while True:
            message = await receive()
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                break
        body = b"".join(parts)
        bare_reader(scope["path"])(body)
        await self._log.append_async(TOPIC, body)
        await send(OK_START)
        await send(OK_BODY)


def main() -> None:
    """Serve until the process is ended."""
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    settings = load_settings({"data": str(folder)}, {"STAYFLOW_LOG_BYTES_MAX": "40000000000"})
    relational = open_relational(
        settings, folder / "postgres", load_migrations("stayflow.stores.log", "relational")
    )
    log = open_log(settings, relational)
    try:
        uvicorn.run(
            BareCollector(log),
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
        )
    finally:
        log.close()
        relational.close()


if __name__ == "__main__":
    main()
