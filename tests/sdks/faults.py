"""A proxy that passes requests on, and fails on purpose when a test asks for it."""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qsl

import httpx

from tests.journeys.server import SECONDS

HOP_BY_HOP = frozenset(
    {"connection", "content-length", "keep-alive", "transfer-encoding", "accept-encoding"}
)
# What an SDK asks before it sends, and what it tells about itself.
NO_EVENTS = frozenset({"/flags", "/decide", "/v1/m"})
# By these an address holds an event itself: an image of Sensors, a hit of Matomo, one of a tag of Google's.
IN_ADDRESS = frozenset({"data", "rec", "tid"})


class _Server(ThreadingHTTPServer):
    """Says nothing of clients that went away: some SDKs do not wait for an answer."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class FaultyProxy:
    """Listens on a port of its own; every fault is used up by one request that carries events.

    Faults: `refuse` answers 503 with `Retry-After` as a server does whose log is full, without
    passing on; `drop` closes the connection without passing on; `drop_answer` passes on and closes
    before the answer, so that a retry repeats what was taken.

    Every answer closes its connection: on one that is kept, a browser itself sends again what broke
    off, and the SDK never hears of it.
    """

    def __init__(self, target_port: int) -> None:
        self.target = f"http://127.0.0.1:{target_port}"
        self.seen: list[str] = []
        self._faults: list[str] = []
        self._lock = threading.Lock()
        # A kept connection that the server has closed meanwhile would be a fault nobody asked for.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.Client(timeout=SECONDS, limits=limits, verify=False)
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def fail(self, *faults: str) -> None:
        """Let the next requests that carry events fail, each in its way."""
        assert set(faults) <= {"refuse", "drop", "drop_answer"}, faults
        with self._lock:
            self._faults += faults

    def heal(self) -> None:
        """Pass everything on again."""
        with self._lock:
            self._faults.clear()
            self.seen.clear()

    @property
    def faults_left(self) -> int:
        """How many were asked for and not met yet."""
        return len(self._faults)

    def __enter__(self) -> "FaultyProxy":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._client.close()

    def _next_fault(self, method: str, address: str, body: bytes) -> str:
        path, _, query = address.partition("?")
        in_address = not IN_ADDRESS.isdisjoint(dict(parse_qsl(query)))
        in_body = method == "POST" and body
        if path.rstrip("/") in NO_EVENTS or not (in_address or in_body):
            return ""
        with self._lock:
            return self._faults.pop(0) if self._faults else ""

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                proxy.seen.append(f"{self.command} {self.path}")
                fault = proxy._next_fault(self.command, self.path, body)
                if fault == "refuse":
                    self._answer(503, {"retry-after": "1", **self._for_pages()}, b"")
                    return
                if fault == "drop":
                    self._close()
                    return
                headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP_BY_HOP}
                url = proxy.target + self.path
                try:
                    got = proxy._client.request(self.command, url, headers=headers, content=body)
                except httpx.TransportError:  # the server is down: so is what stands before it
                    self._close()
                    return
                if fault == "drop_answer":
                    self._close()
                    return
                kept = {k: v for k, v in got.headers.items() if k.lower() not in HOP_BY_HOP}
                kept.pop("content-encoding", None)
                self._answer(got.status_code, kept, got.content)

            do_GET = do_POST = do_OPTIONS = do_PUT = do_HEAD = _pass  # noqa: N815 - the server's names

            def _for_pages(self) -> dict[str, str]:
                if not (origin := self.headers.get("origin")):
                    return {}
                return {
                    "access-control-allow-origin": origin,
                    "access-control-allow-credentials": "true",
                    "access-control-expose-headers": "retry-after",
                }

            def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    if name.lower() not in {"date", "server"}:
                        self.send_header(name, value)
                if status not in {204, 304}:
                    self.send_header("content-length", str(len(body)))
                self.send_header("connection", "close")
                self.end_headers()
                if status not in {204, 304} and self.command != "HEAD":
                    self.wfile.write(body)

            def _close(self) -> None:
                self.close_connection = True
                self.connection.close()

            def log_message(self, *_: object) -> None:
                """Nothing: the server has a log of its own."""

        return Handler
