"""Where a command is carried out: by the server that holds the data folder, or right here.

Both ways go through the same API routes, so that a command answers the same with and without a
server. Here, the server's application is called in this process, without a socket; it is loaded only
then, for it takes longer than most commands.
"""

import asyncio
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from stayflow.kernel.settings import Settings
from stayflow.stores.files import DataFolder

if TYPE_CHECKING:
    from stayflow.app import App

CALL_SECONDS_MAX = 600
API = "/api/v1"


_ERROR_FROM = 400
"""HTTP's own line between success and error."""


class CallFailed(Exception):
    """The API answered with an error."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        super().__init__(answer.get("message", ""))
        self.status = status
        self.code = str(answer.get("code", "failed"))
        self.message = str(answer.get("message", f"the server answered {status}"))
        self.path: str | None = answer.get("path")


class Target(Protocol):
    """Carries out API calls as the owner of every project."""

    @property
    def app(self) -> "App | None":
        """The application when it is opened in this process."""
        ...

    def call(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - any JSON
        """Call a route under `/api/v1`; return its JSON.

        Raises:
            CallFailed: It answered with an error.
        """
        ...

    def fetch(self, path: str) -> bytes:
        """The bytes of a file under `/api/v1`.

        Raises:
            CallFailed: It answered with an error.
        """
        ...


@dataclass(frozen=True)
class ServerTarget:
    """The server that holds the data folder."""

    url: str
    token: str
    app: "App | None" = None

    def call(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - any JSON
        """Call over HTTP."""
        return _decode(*self._send(method, path, body))

    def fetch(self, path: str) -> bytes:
        """Read a file over HTTP."""
        return _whole(*self._send("GET", path, None))

    def _send(self, method: str, path: str, body: object) -> tuple[int, bytes]:
        request = urllib.request.Request(  # noqa: S310 - the URL is from the owner's own file
            self.url + API + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=CALL_SECONDS_MAX) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


@dataclass(frozen=True)
class InProcessTarget:
    """The application, opened in this process."""

    app: "App"
    asgi: Any
    token: str

    def call(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - any JSON
        """Call the application directly."""
        status, answer = asyncio.run(self._call(method, API + path, body))
        return _decode(status, answer)

    def fetch(self, path: str) -> bytes:
        """Read a file of the application."""
        return _whole(*asyncio.run(self._call("GET", API + path, None)))

    async def _call(self, method: str, path: str, body: object) -> tuple[int, bytes]:
        target, _, query = path.partition("?")
        sent = b"" if body is None else json.dumps(body).encode()
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": target,
            "raw_path": target.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [
                (b"authorization", f"Bearer {self.token}".encode()),
                (b"content-type", b"application/json"),
                (b"content-length", str(len(sent)).encode()),
            ],
            "client": None,
            "server": None,
        }
        status, parts = 0, []

        asked = False

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if asked:  # whoever sends a file listens meanwhile: we never hang up
                await asyncio.Event().wait()
            asked = True
            return {"type": "http.request", "body": sent, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            nonlocal status
            status = message.get("status", status)
            parts.append(message.get("body", b""))

        await self.asgi(scope, receive, send)
        return status, b"".join(parts)


@contextmanager
def open_target(settings: Settings, command: str) -> Iterator[Target]:
    """The server when one holds the data folder, else the application opened here until the end.

    Raises:
        FolderHeld: Something that is not a server holds the folder.
    """
    owner = DataFolder(settings.data).owner()
    if owner is not None and owner.url and owner.token:
        yield ServerTarget(owner.url, owner.token)
        return
    from stayflow.app import open_app  # noqa: PLC0415 - see above
    from stayflow.interfaces.http import build_server  # noqa: PLC0415 - see above

    app = open_app(settings, command=command)
    try:
        token = secrets.token_urlsafe(32)
        yield InProcessTarget(app, build_server(app, local_token=token), token)
    finally:
        app.close()


def _decode(status: int, body: bytes) -> Any:  # noqa: ANN401 - any JSON
    answer = json.loads(body) if body else {}
    if status >= _ERROR_FROM:
        raise CallFailed(status, answer)
    return answer


def _whole(status: int, body: bytes) -> bytes:
    return body if status < _ERROR_FROM else bytes(_decode(status, body))
