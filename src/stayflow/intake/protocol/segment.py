"""Segment's HTTP API, as its server SDKs speak it.

`POST /v1/batch` and `POST /v1/{track,identify,page,screen,group,alias}`, JSON, plain or gzip; the
write key as the user of basic authentication or as `writeKey` in the body.

Source:
    segment.com/docs/connections/sources/catalog/libraries/server/http-api, and the bytes of
    analytics-python 2.4 kept in `tests/intake/protocol/fixtures`.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from stayflow.intake.protocol.body import read_json, shown, unpack_body
from stayflow.intake.protocol.errors import BodyUnreadable, MessageBatchEmpty
from stayflow.intake.protocol.fields import (
    Object,
    as_milliseconds,
    as_number,
    as_object,
    as_text,
    basic_user,
)
from stayflow.intake.protocol.model import Answer, Opened, Protocol, Request, wrong_method
from stayflow.kernel.errors import StayflowError
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

_BATCHES: Final = frozenset({"batch", "import"})
_ANSWER: Final = Answer(body=b'{"success":true}')


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


class _Single(msgspec.Struct, kw_only=True, rename="camel"):
    """What the door reads of the body of a single message."""

    write_key: str | None = None


_BATCH: Final = msgspec.json.Decoder(_Batch)
_SINGLE: Final = msgspec.json.Decoder(_Single)
_MESSAGE: Final = msgspec.json.Decoder(_Message)


def open_segment(request: Request) -> Opened:
    """The door: the write key is found and the body is JSON of the right shape; nothing is built.

    Raises:
        BodyUnreadable: The body is not JSON of the API's shape.
        BodyTooLarge: A batch over 500 KB, or a single message over 32 KB.
        MessageBatchEmpty: A batch without messages.
    """
    if request.method != "POST":
        return wrong_method("POST")
    if _call(request) in _BATCHES:
        batch = _read_batch(request)
        if not batch.batch:
            raise MessageBatchEmpty("`batch` holds no message; leave the request out", path="batch")
        in_body = batch.write_key
    else:
        body = unpack_body(request.body, min(request.body_bytes_max, MESSAGE_BYTES_MAX))
        in_body = read_json(_SINGLE, body, what="a Segment message").write_key
    return Opened(basic_user(request.headers) or in_body, _ANSWER)


def decode_segment(request: Request) -> EventPack:
    """The events of a request that the door let in.

    A message that is broken or too large is kept as unread: visible, counted, and alone.
    """
    events: list[RawEvent] = []
    unread: list[str] = []
    try:
        if _call(request) in _BATCHES:
            batch = _read_batch(request)
            for raw in batch.batch:
                _take(raw, batch, events, unread)
        else:
            body = unpack_body(request.body, request.body_bytes_max)
            message = read_json(_MESSAGE, body, what="a Segment message")
            message.type = _call(request)
            events.append(_event(message, {}, message.sent_at))
    except StayflowError as error:  # let in by an older version
        unread.append(f"{error} {shown(request.body)}")
    return EventPack(
        source="segment",
        received_at_ms=request.received_at_ms,
        events=tuple(events),
        unread=tuple(unread),
    )


def _call(request: Request) -> str:
    return request.path.rstrip("/").rpartition("/")[2]


def _read_batch(request: Request) -> _Batch:
    body = unpack_body(request.body, min(request.body_bytes_max, BODY_BYTES_MAX))
    return read_json(_BATCH, body, what="a Segment batch")


def _take(raw: msgspec.Raw, batch: _Batch, events: list[RawEvent], unread: list[str]) -> None:
    if len(raw) > MESSAGE_BYTES_MAX:
        unread.append(f"message over 32 KB: {shown(bytes(raw))}")
        return
    try:
        message = read_json(_MESSAGE, raw, what="a Segment message")
    except BodyUnreadable as error:
        unread.append(f"{error.message}: {shown(bytes(raw))}")
        return
    events.append(_event(message, batch.context or {}, message.sent_at or batch.sent_at))


def _event(message: _Message, outer: Object, sent_at: str | float | None) -> RawEvent:
    context = message.context or {}
    if outer:
        context = {**outer, **context}
    properties = message.properties or {}
    if message.type == "group":
        properties = {**properties, "group_id": message.group_id, **(message.traits or {})}
    when = message.original_timestamp or message.timestamp
    time_ms = as_milliseconds(when)
    return RawEvent(
        name=_name(message),
        time_ms=time_ms,
        time_text="" if time_ms is not None or when is None else str(when),
        sent_at_ms=as_milliseconds(sent_at),
        event_id=message.message_id or None,
        identities=_identities(message),
        properties=properties,
        attributes=_attributes(message, context),
        revenue=as_number(properties.get("revenue")),
        currency=as_text(properties.get("currency")),
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
    traits = as_object(context.get("traits"))
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
    if not channel and as_object(context.get("library")).get("name") == "analytics.js":
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
    text = as_text(value)
    if text:
        fields[field] = text
    else:
        fields.pop(field, None)


SEGMENT: Final = Protocol(
    name="segment",
    paths=tuple(
        f"/v1/{name}"
        for name in ("batch", "import", "track", "identify", "page", "screen", "group", "alias")
    ),
    open=open_segment,
    decode=decode_segment,
)
