"""A server that answers what a test says, and keeps what it was sent."""

import gzip
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TAKEN = b'{"success":true}'


@dataclass(frozen=True)
class Said:
    """One answer."""

    status: int = 200
    body: bytes = TAKEN
    headers: dict[str, str] = field(default_factory=dict)


class FakeServer:
    """Answers `answers` in turn, then `otherwise`."""

    def __init__(self) -> None:
        self.answers: list[Said] = []
        self.otherwise = Said()
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Everything that was sent, repeats included."""
        return [message for body in self.bodies for message in body["batch"]]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                packed = self.rfile.read(int(self.headers["content-length"]))
                is_packed = self.headers.get("content-encoding") == "gzip"
                fake.headers.append({k.lower(): v for k, v in self.headers.items()})
                fake.bodies.append(json.loads(gzip.decompress(packed) if is_packed else packed))
                said = fake.answers.pop(0) if fake.answers else fake.otherwise
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(said.body)))
                self.end_headers()
                self.wfile.write(said.body)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        return Handler
