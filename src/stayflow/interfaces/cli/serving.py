"""Serving until a signal: the application, its HTTP server and its worker, as one process or as a role of several."""

import secrets
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import structlog
import uvicorn
from anyio import to_thread

from stayflow.app import App, open_app
from stayflow.interfaces.cli.output import talk
from stayflow.interfaces.cli.serve_role import ServeRole
from stayflow.interfaces.http import Serves, build_server
from stayflow.interfaces.interpreter import suit_memory, suit_serving
from stayflow.interfaces.telemetry import Telemetry
from stayflow.interfaces.worker import Worker
from stayflow.kernel.errors import Conflict, InvalidInput
from stayflow.kernel.settings import Settings
from stayflow.stores.warehouse import memory_together

# Each API call holds one connection of PostgreSQL, some two; the pool has room for both.
API_THREADS = 12
DRAIN_SECONDS = 10
_log = structlog.get_logger("stayflow.serve")


_SERVES = {
    ServeRole.ALL: Serves.ALL,
    ServeRole.COLLECT: Serves.COLLECT,
    ServeRole.API: Serves.API,
    ServeRole.WORK: Serves.HEALTH,
}


class PortTaken(Conflict):
    """Something else listens there."""

    code = "port_taken"


class RoleNeedsServers(InvalidInput):
    """A role of several processes was asked for over engines that belong to one."""

    code = "role_needs_servers"


class _Server(uvicorn.Server):
    """uvicorn that leaves signals to us: it would end the process before the stores are closed."""

    def __init__(self, config: uvicorn.Config, app: App, url: str, token: str) -> None:
        super().__init__(config)
        self._stayflow = app
        self._url = url
        self._token = token

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        to_thread.current_default_thread_limiter().total_tokens = API_THREADS
        await super().startup(sockets)
        if self.started:
            self._stayflow.folder.announce(url=self._url, token=self._token)
            talk(f"Stayflow is at {self._url}")


def run_server(settings: Settings, role: ServeRole) -> None:
    """Serve the console, the API and the collectors, and do the work behind them, until told to stop.

    Raises:
        RoleNeedsServers: See `check_role`.
        PortTaken: Something else listens there.
    """
    check_role(role, settings)
    with _socket(settings) as listening, _stop_signals() as stopping:
        suit_memory()
        app = open_app(settings, command="stayflow serve")
        _log.info(
            "memory",
            query_bytes_max=app.bounds_max.memory_bytes,
            embedded_bytes_max=memory_together(settings),
        )
        suit_serving()
        try:
            _run(app, role, listening, stopping)
        finally:
            app.close()
            talk("stopped")


def check_role(role: ServeRole, settings: Settings) -> None:
    """Refuse to be one of several processes while an engine lives inside of one.

    Raises:
        RoleNeedsServers: chDB opens its folder for one process at a time, and so does our PostgreSQL.
    """
    if role is ServeRole.ALL:
        return
    missing = [each for each in ("clickhouse_url", "postgres_url") if not settings.text(each)]
    if missing:
        raise RoleNeedsServers(
            f"--role {role.value} is one of several processes, and an embedded engine belongs to"
            f" one: set {' and '.join(missing)}, or serve without --role",
            path=missing[0],
        )


def _run(
    app: App, role: ServeRole, listening: socket.socket, stopping: "list[uvicorn.Server]"
) -> None:
    telemetry = Telemetry()
    token = secrets.token_urlsafe(32)
    asgi = build_server(app, serves=_SERVES[role], telemetry=telemetry, local_token=token)
    config = uvicorn.Config(
        asgi,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the front reads them, by our settings
        timeout_graceful_shutdown=DRAIN_SECONDS,
        lifespan="off",
    )
    address, port = listening.getsockname()[:2]
    reachable = "127.0.0.1" if address in {"0.0.0.0", "::"} else address  # noqa: S104 - compared, not bound
    server = _Server(config, app, f"http://{reachable}:{port}", token)
    stopping.append(server)
    worker = Worker(app, telemetry) if role in {ServeRole.ALL, ServeRole.WORK} else None
    if worker:
        worker.start()
    try:
        server.run(sockets=[listening])
    finally:
        if worker:
            worker.stop()


@contextmanager
def _stop_signals() -> Iterator["list[uvicorn.Server]"]:
    """SIGINT and SIGTERM stop the server that is in the list; before there is one, the start."""
    servers: list[uvicorn.Server] = []

    def stop(number: int, _: FrameType | None) -> None:
        if not servers:
            raise KeyboardInterrupt
        _log.info("stopping", signal=signal.Signals(number).name)
        servers[0].should_exit = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield servers
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _socket(settings: Settings) -> socket.socket:
    """A listening socket, taken before anything slow is opened.

    Raises:
        PortTaken: Something else listens there.
    """
    host, port = settings.text("host"), settings.number("port")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise PortTaken(f"cannot listen on {host}:{port}: {error.strerror}", path="port") from error
    return listening
