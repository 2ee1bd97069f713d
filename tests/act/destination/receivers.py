"""The other sides: an HTTP server that says what it is told to, and a way to PostgreSQL by TCP."""

import json
import selectors
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def ids(self) -> list[str]:
        return [row["id"] for row in self.json["rows"]]


@dataclass
class Receiver:
    """An HTTP server on the loopback.

    Attributes:
        say: Status and headers for a request; default: takes everything.
    """

    requests: list[Received] = field(default_factory=list)
    taken: list[Received] = field(default_factory=list)
    say: Callable[[Received], tuple[int, dict[str, str]]] = lambda _: (200, {})
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?a=1"

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [row for each in self.taken for row in each.json["rows"]]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            request = Received({k.lower(): v for k, v in self.headers.items()}, body)
            receiver.requests.append(request)
            status, headers = receiver.say(request)
            if status == 200:
                receiver.taken.append(request)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "5")
            self.end_headers()
            self.wfile.write(b"words")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def by_tcp(socket_path: str) -> Iterator[int]:
    """A TCP port of the loopback that leads to a Unix socket."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.socket(socket.AF_UNIX) as far:
                far.connect(socket_path)
                with selectors.DefaultSelector() as ready:
                    ready.register(self.request, selectors.EVENT_READ, far)
                    ready.register(far, selectors.EVENT_READ, self.request)
                    while True:
                        for key, _ in ready.select():
                            data = key.fileobj.recv(65536)
                            if not data:
                                return
                            key.data.sendall(data)

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
