"""Segment's HTTP API, as its server and browser SDKs speak it; our own SDKs speak it as well.

`POST /v1/{batch,import}` and `/v1/{track,identify,page,screen,group,alias}`, the same by their
first letters for browsers (`/v1/b`, `/v1/t`, …), JSON, plain or gzip, whatever the content type
says; the write key as the user of basic authentication or as `writeKey` in the body. Browsers ask
for `GET /v1/projects/{key}/settings` before, and may send figures of their own to `/v1/m`.
`GET /v1/pixel/{call}` takes one message in its query and always answers with a picture.

Source:
    segment.com/docs/connections/sources/catalog/libraries/server/http-api and …/pixel; the code of
    @segment/analytics-next 1.84 (`plugins/segmentio`); the bytes in `tests/intake/protocol/captured`.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import msgspec

from stayflow.intake.columns import FieldPack
from stayflow.intake.protocol.body import bound_parts, read_json, shown, unpack_body
from stayflow.intake.protocol.errors import MessageBatchEmpty
from stayflow.intake.protocol.fields import Object, as_milliseconds, basic_user
from stayflow.intake.protocol.model import Answer, Opened, Protocol, Request, wrong_method
from stayflow.intake.protocol.segment_context import loose_context
from stayflow.intake.protocol.segment_fields import SegmentFields
from stayflow.intake.protocol.segment_message import (
    MESSAGE_BYTES_MAX,
    Around,
    BareMessage,
    Message,
    When,
    events_of,
    read_messages,
)
from stayflow.intake.protocol.segment_pixel import pixel_protocol
from stayflow.kernel.errors import StayflowError
from stayflow.language.event import EventPack, RawEvent

BODY_BYTES_MAX: Final = 4_096_000
"""Largest body, unpacked. Segment takes 500 KB and RudderStack 4,000 KB; SDKs keep to theirs."""

CALLS: Final = ("track", "identify", "page", "screen", "group", "alias")
_SHORT: Final = {call[0]: call for call in CALLS}
_BATCHES: Final = frozenset({"batch", "import", "b"})
_ANSWER: Final = Answer(body=b'{"success":true}')


class _Batch(msgspec.Struct, kw_only=True, rename="camel"):
    """The body of a batch; its messages are read one by one, so that a bad one is alone."""

    batch: list[msgspec.Raw]
    sent_at: When = None
    write_key: str | None = None
    context: Object | None = None


class _WholeBatch(msgspec.Struct, kw_only=True, rename="camel"):
    """The same, with its messages read at once."""

    batch: list[Message]
    sent_at: When = None
    context: Object | None = None


class _BareBatch(msgspec.Struct, kw_only=True, rename="camel"):
    """The same, with what often comes again left unread."""

    batch: list[BareMessage]
    sent_at: When = None
    context: Object | None = None


class _Single(msgspec.Struct, kw_only=True, rename="camel"):
    """What the door reads of the body of a single message."""

    write_key: str | None = None


_BATCH: Final = msgspec.json.Decoder(_Batch)
_WHOLE: Final = msgspec.json.Decoder(_WholeBatch)
_BARE: Final = msgspec.json.Decoder(_BareBatch)
_SINGLE: Final = msgspec.json.Decoder(_Single)


def open_segment(request: Request) -> Opened:
    """The door: the write key is found and the body is JSON of the right shape; nothing is built.

    Raises:
        BodyUnreadable: The body is not JSON of the API's shape.
        BodyTooLarge: It is larger than `BODY_BYTES_MAX`.
        BatchTooLong: It holds more messages than a request may.
        MessageBatchEmpty: A batch without messages.
    """
    if request.method != "POST":
        return wrong_method("POST")
    in_body = key_in_body(request)
    return Opened(basic_user(request.headers) or in_body, _ANSWER)


def key_in_body(request: Request) -> str | None:
    """The `writeKey` of a body that is a batch or a message; None when it has none.

    Raises:
        BodyUnreadable: The body is neither.
        BodyTooLarge: It is larger than `BODY_BYTES_MAX`.
        BatchTooLong: It holds more messages than a request may.
        MessageBatchEmpty: A batch without messages.
    """
    if call_of(request) not in _BATCHES:
        return read_json(_SINGLE, _unpacked(request), what="a Segment message").write_key
    batch = read_json(_BATCH, bound_parts(_unpacked(request)), what="a Segment batch")
    if not batch.batch:
        raise MessageBatchEmpty("`batch` holds no message; leave the request out", path="batch")
    return batch.write_key


def decode_segment(request: Request) -> EventPack:
    """The events of a request that the door let in; a message that is none is kept as unread."""
    return decode_messages(request, source="segment")


def decode_messages(request: Request, *, source: str) -> EventPack:
    """The events of a batch or a message of Segment's specification."""
    call = call_of(request)
    is_short = call in _SHORT or call == "b"
    agent = request.headers.get("user-agent", "")
    sender = Around(ip=request.ip, user_agent=agent, is_client=is_short)
    try:
        body = _unpacked(request)
        if call in _BATCHES:
            events, unread = _read_batch(body, sender)
        else:
            events, unread = read_messages([body], replace(sender, call=_SHORT.get(call, call)))
    except StayflowError as error:  # let in by an older version
        events, unread = [], [f"{error}: {shown(request.body)}"]
    return EventPack(
        source=source,
        received_at_ms=request.received_at_ms,
        events=tuple(events),
        unread=tuple(unread),
    )


def fields_decoder() -> Callable[[Request], FieldPack | None]:
    """Reads batches of ordinary messages by field; None for everything else."""
    return partial(_decode_fields, SegmentFields())


def _decode_fields(window: SegmentFields, request: Request) -> FieldPack | None:
    call = call_of(request)
    if call not in _BATCHES:
        return None
    try:
        body = _unpacked(request)
        bare = _BARE.decode(body) if len(body) <= MESSAGE_BYTES_MAX else None
    except (StayflowError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if bare is None:
        return None
    agent = request.headers.get("user-agent", "")
    sender = Around(ip=request.ip, user_agent=agent, is_client=call == "b")
    events = window.read(bare.batch, _around(sender, bare.context, bare.sent_at))
    return None if events is None else FieldPack("segment", request.received_at_ms, events)


def _read_batch(body: bytes, sender: Around) -> tuple[list[RawEvent], list[str]]:
    """All messages in one go if every one is in order, as nearly always; else each by itself."""
    if len(body) <= MESSAGE_BYTES_MAX:
        try:
            whole = _WHOLE.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
        else:
            return events_of(whole.batch, _around(sender, whole.context, whole.sent_at)), []
    batch = read_json(_BATCH, body, what="a Segment batch")
    return read_messages(batch.batch, _around(sender, batch.context, batch.sent_at))


def _around(sender: Around, context: Object | None, sent_at: When) -> Around:
    outer = loose_context(context) if context else None
    return replace(sender, context=outer, sent_at_ms=as_milliseconds(sent_at))


def call_of(request: Request) -> str:
    """The last part of the path."""
    return request.path.rstrip("/").rpartition("/")[2]


def _unpacked(request: Request) -> bytes:
    return unpack_body(request.body, min(request.body_bytes_max, BODY_BYTES_MAX))


def _open_settings(request: Request) -> Opened:
    """What analytics.js asks for before it loads: nothing but where to send."""
    if request.method != "GET":
        return wrong_method("GET")
    key = request.path.rstrip("/").split("/")[-2]
    host = request.headers.get("host", "")
    told = {
        "integrations": {
            "Segment.io": {
                "apiKey": key,
                "apiHost": f"{host}/v1",
                "protocol": request.headers.get("x-forwarded-proto", "https"),
                "unbundledIntegrations": [],
                "addBundledMetadata": False,
            }
        },
        "plan": {"track": {"__default": {"enabled": True}}, "identify": {}, "group": {}},
        "edgeFunction": {},
        "analyticsNextEnabled": True,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": {"sampleRate": 0},
        "legacyVideoPluginsEnabled": False,
        "remotePlugins": [],
    }
    return Opened(key, Answer(body=msgspec.json.encode(told)), is_kept=False)


def _open_metrics(request: Request) -> Opened:
    """Figures of analytics.js about itself: taken, and not kept, for they are nobody's events."""
    if request.method != "POST":
        return wrong_method("POST")
    return Opened(None, _ANSWER, is_kept=False, needs_key=False)


SEGMENT: Final = (
    Protocol(
        name="segment",
        paths=tuple(f"/v1/{name}" for name in ("batch", "import", "b", *CALLS, *_SHORT)),
        open=open_segment,
        decode=decode_segment,
        fields_decoder=fields_decoder,
    ),
    pixel_protocol("segment", "/v1/pixel/{call}"),
    Protocol(
        name="segment-settings",
        paths=("/v1/projects/{key}/settings",),
        open=_open_settings,
        decode=decode_segment,
    ),
    Protocol(name="segment-metrics", paths=("/v1/m",), open=_open_metrics, decode=decode_segment),
)
