"""Segment's HTTP API, as its server SDKs speak it.

`POST /v1/batch` and `POST /v1/{track,identify,page,screen,group,alias}`, JSON, plain or gzip; the
write key as the user of basic authentication or as `writeKey` in the body.

Source:
    segment.com/docs/connections/sources/catalog/libraries/server/http-api, and the bytes of
    analytics-python 2.4 kept in `tests/intake/protocol/fixtures`.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import msgspec

from stayflow.intake.protocol.errors import BodyUnreadable, MessageBatchEmpty
from stayflow.intake.protocol.model import Decoded, Protocol, Request
from stayflow.intake.protocol.unpack import unpack_body
from stayflow.language.event import EventPack, RawEvent, Value

BODY_BYTES_MAX: Final = 500_000
"""Largest batch, unpacked, that Segment takes (500 KB); SDKs cut theirs below it."""
MESSAGE_BYTES_MAX: Final = 32_768
"""Largest single message that Segment takes (32 KB)."""

# A page or screen is an event of ours by name; identify, group and alias keep their own.
_EVENT_NAMES: Final = {
    "page": "page_view",
    "screen": "screen_view",
    "identify": "identify",
    "group": "group",
    "alias": "alias",
}
_CHANNELS: Final = {"browser": "web", "client": "web"}

Object = dict[str, Value]
Body = TypeVar("Body")


class _Message(msgspec.Struct, kw_only=True, rename="camel"):
    """One message; ids may come as numbers, everything may come as null."""

    type: str = ""
    event: str | int | float | None = None
    name: str | None = None
    category: str | None = None
    user_id: str | int | float | None = None
    anonymous_id: str | int | float | None = None
    previous_id: str | int | float | None = None
    group_id: str | int | float | None = None
    message_id: str | None = None
    timestamp: str | int | float | None = None
    original_timestamp: str | int | float | None = None
    sent_at: str | int | float | None = None
    channel: str | None = None
    properties: Object | None = None
    traits: Object | None = None
    context: Object | None = None
    write_key: str | None = None


class _Batch(msgspec.Struct, kw_only=True, rename="camel"):
    """The body of `/v1/batch`."""

    batch: list[msgspec.Raw]
    sent_at: str | int | float | None = None
    write_key: str | None = None
    context: Object | None = None


class _WholeBatch(msgspec.Struct, kw_only=True, rename="camel"):
    """The same body read in one go, when every message of it is in order."""

    batch: list[_Message]
    sent_at: str | int | float | None = None
    write_key: str | None = None
    context: Object | None = None


_BATCH: Final = msgspec.json.Decoder(_Batch)
_WHOLE: Final = msgspec.json.Decoder(_WholeBatch)
_MESSAGE: Final = msgspec.json.Decoder(_Message)


def decode_segment(request: Request) -> Decoded:
    """The events of a request.

    A message that is broken or too large stays in the batch as an event without a name, which
    cleaning rejects where everybody can see it: a 4xx would make the SDK drop the whole batch.

    Raises:
        BodyUnreadable: The body is not JSON of the API's shape.
        BodyTooLarge: A batch over 500 KB, or a single message over 32 KB.
        MessageBatchEmpty: A batch without messages.
    """
    call = request.path.rstrip("/").rpartition("/")[2]
    if call not in {"batch", "import"}:
        message = _decode(_MESSAGE, request, call, MESSAGE_BYTES_MAX)
        message.type = call
        return _decoded(request, (_event(message, {}, message.sent_at),), message.write_key)
    whole = _decode_whole(request)
    if whole is not None:
        outer = whole.context or {}
        events = tuple(_event(each, outer, each.sent_at or whole.sent_at) for each in whole.batch)
        return _decoded(request, events, whole.write_key)
    batch = _decode(_BATCH, request, call, BODY_BYTES_MAX)
    if not batch.batch:
        raise MessageBatchEmpty("`batch` holds no message; leave the request out", path="batch")
    return _decoded(request, tuple(_read(raw, batch) for raw in batch.batch), batch.write_key)


def _decode_whole(request: Request) -> _WholeBatch | None:
    """The batch, if it is plain, below the size of one message, and has no broken message."""
    if len(request.body) > MESSAGE_BYTES_MAX or request.body[:1] != b"{":
        return None
    try:
        whole = _WHOLE.decode(request.body)
    except msgspec.DecodeError:
        return None
    return whole if whole.batch else None


def _decode(
    decoder: msgspec.json.Decoder[Body], request: Request, call: str, bytes_max: int
) -> Body:
    body = unpack_body(request.body, min(request.body_bytes_max, bytes_max))
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BodyUnreadable(f"the body is not a Segment {call}: {error}", path="body") from None


def _decoded(request: Request, events: tuple[RawEvent, ...], write_key: str | None) -> Decoded:
    pack = EventPack(source="segment", received_at_ms=request.received_at_ms, events=events)
    return Decoded(pack, _basic_user(request.headers) or write_key)


def _read(raw: msgspec.Raw, batch: _Batch) -> RawEvent:
    if len(raw) > MESSAGE_BYTES_MAX:
        shown = bytes(raw)[:1_000].decode(errors="replace")
        return RawEvent(properties={"unreadable": shown, "problem": "message over 32 KB"})
    try:
        message = _MESSAGE.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        shown = bytes(raw)[:1_000].decode(errors="replace")
        return RawEvent(properties={"unreadable": shown, "problem": str(error)})
    return _event(message, batch.context or {}, message.sent_at or batch.sent_at)


def _event(message: _Message, outer: Object, sent_at: str | float | None) -> RawEvent:
    context = message.context or {}
    if outer:
        context = {**outer, **context}
    properties = message.properties or {}
    if message.type == "group":
        properties = {**properties, "group_id": message.group_id, **(message.traits or {})}
    when = message.original_timestamp or message.timestamp
    time_ms = _milliseconds(when)
    return RawEvent(
        name=_name(message),
        time_ms=time_ms,
        time_text="" if time_ms is not None or when is None else str(when),
        sent_at_ms=_milliseconds(sent_at),
        event_id=message.message_id or None,
        identities=_identities(message),
        properties=properties,
        attributes=_attributes(message, context),
        revenue=_number(properties.get("revenue")),
        currency=_text(properties.get("currency")),
        **_context(message, context, properties),
    )


def _name(message: _Message) -> str:
    if message.type == "track":
        return "" if message.event is None else str(message.event)
    return _EVENT_NAMES.get(message.type, "")


def _identities(message: _Message) -> dict[str, str]:
    named = {}
    if message.user_id not in {None, ""}:
        named["user_id"] = str(message.user_id)
    anonymous_id = message.previous_id if message.type == "alias" else message.anonymous_id
    if anonymous_id not in {None, ""}:
        named["anonymous_id"] = str(anonymous_id)
    return named


def _attributes(message: _Message, context: Object) -> Object:
    traits = _object(context.get("traits"))
    return {**traits, **(message.traits or {})} if message.type == "identify" else traits


# Where fields of ours stand in a context: by the name of the object they are in, and directly.
_GROUPS: Final[Mapping[str, Mapping[str, str]]] = {
    "page": {"referrer": "referrer", "url": "url", "path": "path", "title": "title"},
    "campaign": {
        "source": "source",
        "medium": "medium",
        "name": "campaign",
        "term": "term",
        "content": "content",
    },
    "location": {"country": "country", "region": "province", "city": "city"},
    "device": {"type": "device"},
    "os": {"name": "os"},
    "app": {"version": "app_version"},
}
_PLAIN: Final[Mapping[str, str]] = {
    "locale": "language",
    "timezone": "zone",
    "userAgent": "user_agent",
    "ip": "ip",
    "sessionId": "session_id",
}


def _context(message: _Message, context: Object, properties: Object) -> dict[str, Any]:
    """Fields of ours that the context has; it is walked once, for most are not there."""
    fields: dict[str, str] = {}
    for name, value in context.items():
        if name in _PLAIN:
            _put(fields, _PLAIN[name], value)
        elif name in _GROUPS and isinstance(value, dict):
            _put_group(fields, _GROUPS[name], value)
    if message.type in {"page", "screen"}:
        _put_page(fields, message, properties)
    channel = message.channel
    if not channel and _object(context.get("library")).get("name") == "analytics.js":
        channel = "browser"
    if channel:
        fields["channel"] = _CHANNELS.get(channel, channel)
    return fields


def _put_page(fields: dict[str, str], message: _Message, properties: Object) -> None:
    """What the page or screen itself says; its name stands in for a title."""
    if message.type == "page":
        _put_group(fields, _GROUPS["page"], properties)
    if "title" not in fields:
        _put(fields, "title", message.name)


def _put_group(fields: dict[str, str], places: Mapping[str, str], group: Object) -> None:
    for name, value in group.items():
        if name in places:
            _put(fields, places[name], value)


def _put(fields: dict[str, str], field: str, value: Value) -> None:
    """Set a field; a later value replaces an earlier one, also by nothing."""
    text = _text(value)
    if text:
        fields[field] = text
    else:
        fields.pop(field, None)


def _object(value: Value) -> Object:
    return value if isinstance(value, dict) else {}


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _number(value: Value) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except ValueError:
        return None


def _milliseconds(when: str | float | None) -> int | None:
    """ISO 8601, or Unix time in seconds or milliseconds; None when it is neither."""
    if when is None or when == "":
        return None
    if isinstance(when, int | float):
        # A Unix time in seconds stays below 1e11 until the year 5138.
        return int(when * 1000) if when < 1e11 else int(when)  # noqa: PLR2004 - said above
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def _basic_user(headers: Mapping[str, str]) -> str | None:
    scheme, _, packed = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(packed, validate=True).decode().partition(":")[0] or None
    except (binascii.Error, UnicodeDecodeError):
        return None


SEGMENT: Final = Protocol(
    name="segment",
    paths=tuple(
        f"/v1/{name}"
        for name in ("batch", "import", "track", "identify", "page", "screen", "group", "alias")
    ),
    decode=decode_segment,
    answer=b'{"success":true}',
)
