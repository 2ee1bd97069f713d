"""A stranger at the door: requests as a socket would bring them, and answers as it would send them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Call:
    """One request; the body comes in parts."""

    method: str
    path: str
    query: bytes = b""
    headers: Headers = ()
    parts: tuple[bytes, ...] = (b"",)
    address: str = "198.51.100.9"

    @property
    def body(self) -> bytes:
        return b"".join(self.parts)


@dataclass(frozen=True)
class Told:
    """What was answered."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes

    @property
    def media(self) -> bytes:
        return self.headers.get(b"content-type", b"").partition(b";")[0]

    def problem(self) -> str:
        """What is wrong with the form of an answer; empty when nothing is."""
        if self.status >= 500:
            return "a failure"
        if int(self.headers[b"content-length"]) != len(self.body):
            return "another length than told"
        if any(b"\n" in text or b"\r" in text for text in self.headers.values()):
            return "a header of several lines"
        if self.status >= 400 and self.media == b"application/json":
            told = json.loads(self.body)
            return "" if told.get("code") and told.get("message") else "no code or no message"
        return "" if self.status < 400 or self.body else "refused without a word"


async def ask(server: Any, call: Call) -> Told:
    """Put a call to a server."""
    parts: Iterable[bytes] = iter(call.parts)
    left = len(call.parts)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        nonlocal left
        if not left:
            return {"type": "http.disconnect"}
        left -= 1
        return {"type": "http.request", "body": next(parts), "more_body": left > 0}  # type: ignore[call-overload]

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": call.method,
        "scheme": "http",
        "path": unquote(call.path),
        "raw_path": call.path.encode("utf-8", "replace"),
        "query_string": call.query,
        "headers": list(call.headers),
        "client": (call.address, 4711),
        "server": ("stayflow.test", 80),
        "root_path": "",
    }
    await server(scope, receive, send)
    start, *rest = sent
    body = b"".join(message.get("body", b"") for message in rest)
    return Told(start["status"], dict(start["headers"]), body)
