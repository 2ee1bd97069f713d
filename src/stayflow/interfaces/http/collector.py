"""The collectors: bytes of an SDK in, durable in the log, then 2xx. Plain ASGI, nothing between."""

import msgspec
import structlog

from stayflow.app import App
from stayflow.intake.protocol import (
    Answer,
    Protocol,
    Request,
    Voucher,
    keep_request,
    protocol_of,
)
from stayflow.interfaces.http.asgi import Headers, Receive, Scope, Send, answer, header, read_body
from stayflow.interfaces.http.visitor import Pace
from stayflow.interfaces.http.write_keys import WriteKeys
from stayflow.interfaces.telemetry import Telemetry
from stayflow.kernel.errors import Kind, StayflowError

_ASK_AGAIN_SECONDS = b"86400"
_log = structlog.get_logger("stayflow.collector")


class KeyTooFast(StayflowError):
    """A write key sends more requests than one key may; what it sends is to be sent again."""

    code = "key_too_fast"
    kind = Kind.TOO_MANY
    retry = True


class Collector:
    """Answers every path that a wire format is spoken at."""

    def __init__(self, app: App, telemetry: Telemetry) -> None:
        self._log = app.log
        self._clock = app.clock
        self._limit = app.settings.number("request_bytes_max")
        self._keys = WriteKeys(app)
        per_minute = app.settings.number("key_requests_per_minute_max")
        self._pace = Pace(per_minute) if per_minute else None
        self._telemetry = telemetry

    @staticmethod
    def serves(path: str) -> bool:
        """Whether a wire format is spoken at a path."""
        return protocol_of(path) is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request."""
        cors = _cors(scope)
        if scope["method"] == "OPTIONS":
            await answer(send, 204, headers=cors)
            return
        protocol = protocol_of(scope["path"])
        assert protocol is not None  # noqa: S101 - the front asked `serves`
        try:
            told = await self._take(protocol, scope, receive)
        except StayflowError as error:
            told = self._refusal(protocol, error)
        fields = [*cors, *told.headers]
        await answer(send, told.status, told.body, media=told.media, headers=fields)

    async def _take(self, protocol: Protocol, scope: Scope, receive: Receive) -> Answer:
        """Read, look at it, and wait until it would survive a power cut."""
        body = await read_body(scope, receive, limit=self._limit)
        request = Request(
            scope["method"],
            scope["path"],
            scope["query_string"].decode("latin-1"),
            _texts(scope),
            body,
            int(self._clock.now().timestamp() * 1000),
            scope["client"][0] if scope.get("client") else "",
            self._limit,
        )
        if voucher := protocol.voucher and protocol.voucher(request):
            request = await self._vouched(request, voucher)
        opened = protocol.open(request)
        if not opened.needs_key:
            return opened.answer
        source = await self._keys.source_of(opened.write_key)
        if self._pace is not None and not self._pace.allows(source.key_id):
            raise KeyTooFast("this write key sends more than its bound; send again a little later")
        if opened.is_kept:
            entry = keep_request(protocol, request, key=source.key_id)
            await self._log.append_async(source.project, entry)
            self._telemetry.collected.labels(protocol.name).inc()
        return opened.answer

    async def _vouched(self, request: Request, voucher: Voucher) -> Request:
        source = await self._keys.source_of(voucher.write_key)
        is_good = await self._keys.vouches(voucher.secret, source.project)
        return msgspec.structs.replace(request, is_vouched=is_good)

    def _refusal(self, protocol: Protocol, error: StayflowError) -> Answer:
        self._telemetry.refused.labels(protocol.name, error.code).inc()
        told = protocol.refuse(error)
        # What we could not keep is to be sent again: an SDK drops a batch on 4xx, keeps it on 503.
        if error.kind.may_pass and error.kind is not Kind.TOO_MANY:
            _log.error("events_not_taken", protocol=protocol.name, reason=error.message)
        return told


def _texts(scope: Scope) -> dict[str, str]:
    """The headers, and the scheme by which the sender came, whoever passed the request on."""
    texts = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    texts["x-forwarded-proto"] = scope.get("scheme", "http")
    return texts


def _cors(scope: Scope) -> Headers:
    """What lets a page of any origin send: mirrored, because SDKs send with credentials."""
    origin = header(scope, b"origin")
    if not origin:
        return ()
    headers = [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"access-control-expose-headers", b"retry-after"),
        (b"vary", b"origin"),
    ]
    if scope["method"] == "OPTIONS":
        asked = header(scope, b"access-control-request-headers") or b"content-type"
        headers += [
            (b"access-control-allow-methods", b"POST, GET, OPTIONS"),
            (b"access-control-allow-headers", asked),
            (b"access-control-max-age", _ASK_AGAIN_SECONDS),
        ]
    return headers
