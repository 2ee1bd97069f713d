"""The front of the server: sends each path to its part, counts it, and puts the security headers on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

import structlog

from stayflow.interfaces.http.asgi import Asgi, Message, Receive, Scope, Send, answer
from stayflow.interfaces.http.proxy import Proxies
from stayflow.interfaces.telemetry import Telemetry
from stayflow.stores.relational import waiting_at_most

_log = structlog.get_logger("stayflow.http")
# Styles are written by the component library at run time; a message's preview shows remote pictures.
_POLICY = (
    b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; "
    b"object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_SECURITY: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", _POLICY),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")
# Whatever a stranger calls their method, there are so many lines in the metrics and no more.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_BUSY = frozenset({429, 503})
_COME_AGAIN = (b"retry-after", b"2")
PATIENCE_SECONDS = 3.0
"""So long a request waits for the state store; then it is a 503, to be sent again."""

Matches = Callable[[str], bool]
"""Whether an area answers a path."""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the server.

    Attributes:
        name: Under which its requests are counted.
        is_page: Whether browsers show its answers, so that they carry the security headers.
    """

    name: str
    asgi: Asgi
    is_page: bool = True


class Front:
    """Plain ASGI, so that the collector's hot path passes through nothing else."""

    def __init__(
        self,
        *,
        exact: Mapping[str, Area],
        matched: Sequence[tuple[Matches, Area]] = (),
        prefixes: Mapping[str, Area],
        rest: Area,
        telemetry: Telemetry,
        proxies: Proxies | None = None,
    ) -> None:
        self._exact = exact
        self._matched = matched
        self._prefixes = tuple(prefixes.items())
        self._rest = rest
        self._telemetry = telemetry
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the start and stop of the server."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if scope["type"] != "http":
            return
        if self._proxies is not None:
            self._proxies.unveil(scope)
        area = self._area(scope["path"])
        started = perf_counter()
        dressed = _Dressed(scope, send, is_page=area.is_page)
        try:
            with waiting_at_most(PATIENCE_SECONDS):
                await area.asgi(scope, receive, dressed)
        except Exception as error:  # noqa: BLE001 - the last wall: a defect answers, it does not hang
            _log.error("request_broke", area=area.name, exc_info=error)
            if not dressed.status:
                body = b'{"code":"failed","message":"something went wrong here","path":null}'
                await answer(dressed, 500, body, media=b"application/json")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._telemetry.requests.labels(area.name, method, str(dressed.status)).inc()
        self._telemetry.request_seconds.labels(area.name).observe(perf_counter() - started)

    def _area(self, path: str) -> Area:
        found = self._exact.get(path)
        if found:
            return found
        for matches, area in self._matched:
            if matches(path):
                return area
        for prefix, area in self._prefixes:
            if path.startswith(prefix):
                return area
        return self._rest


class _Dressed:
    """A `send` that adds the security headers, says when to come again, and remembers the status."""

    def __init__(self, scope: Scope, send: Send, *, is_page: bool) -> None:
        self._send = send
        self._headers = _SECURITY if is_page else ()
        if is_page and scope.get("scheme") == "https":
            self._headers += (_STRICT_TRANSPORT,)
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            again = (_COME_AGAIN,) if self.status in _BUSY else ()
            message["headers"] = [*message.get("headers", ()), *self._headers, *again]
        await self._send(message)


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
