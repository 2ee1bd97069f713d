"""One message of Segment's specification as an event; RudderStack and our own SDKs speak it too.

A message is read typed first, which is quick and right nearly always, and loosely when a field has
a type that no one foresaw.

Source:
    segment.com/docs/connections/spec/common and /spec/{track,identify,page,screen,group,alias};
    rudderstack.com/docs/event-spec/standard-events for `merge`; the bytes of the SDKs in
    `tests/intake/protocol/captured`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from stayflow.intake.protocol.body import read_json, shown
from stayflow.intake.protocol.errors import BodyUnreadable
from stayflow.intake.protocol.fields import (
    Object,
    as_milliseconds,
    as_number,
    as_object,
    as_text,
)
from stayflow.intake.protocol.segment_context import (
    NO_CONTEXT,
    NO_REFERRER,
    Context,
    Id,
    context_fields,
    external_identities,
    lay_under,
    loose_context,
)
from stayflow.language.event import RawEvent, Value

MESSAGE_BYTES_MAX: Final = 131_072
"""Largest message in a batch. Segment takes 32 KB, RudderStack more; SDKs keep to theirs."""

# What is called as in the specification and what by a name of ours.
_EVENT_NAMES: Final = {
    "page": "page_view",
    "screen": "screen_view",
    "identify": "identify",
    "group": "group",
    "alias": "alias",
    "merge": "merge",
    "audiencelist": "audience_list",
}
_CALLS: Final = frozenset({"track", *_EVENT_NAMES})
# RudderStack's `merge` names identities by type.
_MERGED_KINDS: Final = {"user_id": "user_id", "anonymous_id": "anonymous_id", "mobile": "phone"}

When = str | int | float | None


class _Merged(msgspec.Struct, gc=False):
    type: str = ""
    value: Id = None


class _Plain(msgspec.Struct, kw_only=True, rename="camel", gc=False):
    """A message without its context; ids may come as numbers, everything may come as null."""

    type: str | None = None
    event: str | int | float | None = None
    name: str | int | float | None = None
    category: str | int | float | None = None
    user_id: Id = None
    anonymous_id: Id = None
    previous_id: Id = None
    group_id: Id = None
    message_id: str | int | None = None
    timestamp: When = None
    original_timestamp: When = None
    sent_at: When = None
    channel: str | None = None
    merge_properties: list[_Merged] | None = None


class Message(_Plain, kw_only=True, rename="camel", gc=False):
    """A message as nearly all are."""

    properties: dict[str, Value] | None = None
    traits: dict[str, Value] | None = None
    context: Context | None = None


class BareMessage(_Plain, kw_only=True, rename="camel", gc=False):
    """The same, with what often comes again left unread."""

    properties: msgspec.Raw = msgspec.Raw()
    traits: dict[str, Value] | None = None
    context: msgspec.Raw = msgspec.Raw()


class _LooseMessage(_Plain, kw_only=True, rename="camel", gc=False):
    properties: Value = None
    traits: Value = None
    context: Value = None


_MESSAGE: Final = msgspec.json.Decoder(Message)
_LOOSE: Final = msgspec.json.Decoder(_LooseMessage)


@dataclass(frozen=True, slots=True)
class Around:
    """What a request says of all its messages.

    Attributes:
        call: Type of a message that does not state its own.
        context: Lies under the context of each.
        sent_at_ms: When the request was sent, by the client's clock.
        ip: Address of the request.
        user_agent: Of the request.
        is_client: Whether the request comes from a person's own device, so that its address and
            user agent are the person's.
    """

    call: str = ""
    context: Context | None = None
    sent_at_ms: int | None = None
    ip: str = ""
    user_agent: str = ""
    is_client: bool = False


def events_of(messages: Sequence[Message], around: Around) -> list[RawEvent]:
    """The events of messages that were read together."""
    outer = around.context
    if outer is None:
        return [_event(each, each.context or NO_CONTEXT, around) for each in messages]
    return [_event(each, lay_under(outer, each.context or NO_CONTEXT), around) for each in messages]


def read_messages(
    raws: Sequence[msgspec.Raw | bytes], around: Around
) -> tuple[list[RawEvent], list[str]]:
    """The events of messages, and what of them was no message, as text."""
    events: list[RawEvent] = []
    unread: list[str] = []
    for raw in raws:
        if len(raw) > MESSAGE_BYTES_MAX:
            unread.append(f"message over {MESSAGE_BYTES_MAX} bytes: {shown(bytes(raw))}")
            continue
        try:
            message, context = _read(raw, around)
        except BodyUnreadable as error:
            unread.append(f"{error.message}: {shown(bytes(raw))}")
        else:
            events.append(_event(message, context, around))
    return events, unread


def _read(raw: msgspec.Raw | bytes, around: Around) -> tuple[Message, Context]:
    outer = around.context
    try:
        message = _MESSAGE.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        message, inner = _read_loosely(raw)
    else:
        inner = message.context or NO_CONTEXT
    return message, inner if outer is None else lay_under(outer, inner)


def _read_loosely(raw: msgspec.Raw | bytes) -> tuple[Message, Context]:
    loose = read_json(_LOOSE, raw, what="a message")
    fields = {name: getattr(loose, name) for name in _Plain.__struct_fields__}
    message = Message(
        **fields,
        properties=_whole_object("properties", loose.properties),
        traits=_whole_object("traits", loose.traits),
    )
    return message, loose_context(as_object(loose.context))


def _whole_object(name: str, value: Value) -> Object | None:
    """The object; anything else that was stated is kept as a property of that name."""
    return value if isinstance(value, dict) or value is None else {name: value}


def _event(message: Message, context: Context, around: Around) -> RawEvent:
    kind = message.type or around.call
    if kind not in _CALLS:
        kind = kind.lower()
    fields, is_device = context_fields(context, message.channel)
    if is_device or around.is_client:
        _put_sender(fields, around)
    properties = message.properties
    if kind != "track":
        properties = _put_call(fields, kind, message, context)
    if properties:
        fields["properties"] = properties
        if "revenue" in properties:
            fields["revenue"] = as_number(properties["revenue"])
        if "currency" in properties:
            fields["currency"] = as_text(properties["currency"])
    _put_time(fields, message, around)
    if context.traits and "attributes" not in fields:
        fields["attributes"] = context.traits
    return RawEvent(
        name=_name(kind, message),
        event_id=as_text(message.message_id) or None,
        identities=_identities(kind, message, context),
        **fields,
    )


def _put_time(fields: dict[str, Any], message: Message, around: Around) -> None:
    when = message.original_timestamp or message.timestamp
    time_ms = fields["time_ms"] = as_milliseconds(when)
    if time_ms is None and when is not None:
        fields["time_text"] = str(when)
    own = message.sent_at
    fields["sent_at_ms"] = as_milliseconds(own) if own else around.sent_at_ms


def _put_sender(fields: dict[str, Any], around: Around) -> None:
    """What the request says where it comes from the person's own device."""
    if around.ip and "ip" not in fields:
        fields["ip"] = around.ip
    if around.user_agent and "user_agent" not in fields:
        fields["user_agent"] = around.user_agent


def _put_call(
    fields: dict[str, Any], kind: str, message: Message, context: Context
) -> Object | None:
    """What calls other than `track` say in fields of their own; returns the properties."""
    properties = message.properties
    if kind == "group":
        return {**(properties or {}), "group_id": message.group_id, **(message.traits or {})}
    if kind == "identify" and message.traits:
        fields["attributes"] = {**(context.traits or {}), **message.traits}
    if kind in {"page", "screen"}:
        _put_page(fields, kind, message, properties or {})
    return properties


def _name(kind: str, message: Message) -> str:
    if kind == "track":
        return "" if message.event is None else str(message.event)
    return _EVENT_NAMES.get(kind, "")


def _identities(kind: str, message: Message, context: Context) -> dict[str, str]:
    named: dict[str, str] = {}
    if message.user_id is not None and message.user_id != "":
        named["user_id"] = str(message.user_id)
    anonymous_id = message.previous_id if kind == "alias" else message.anonymous_id
    if anonymous_id is not None and anonymous_id != "":
        named["anonymous_id"] = str(anonymous_id)
    for each in message.merge_properties or ():
        if each.type and each.value is not None and each.value != "":
            named[_MERGED_KINDS.get(each.type, each.type)] = str(each.value)
    if context.external_ids or context.external_id:
        named |= external_identities(context)
    return named


def _put_page(fields: dict[str, Any], kind: str, message: Message, properties: Object) -> None:
    """What the page or screen itself says; its name stands in for a title."""
    if kind == "page":
        for name in ("url", "path", "title", "referrer"):
            text = as_text(properties.get(name))
            if text and text != NO_REFERRER:
                fields[name] = text
    if "title" not in fields and message.name:
        fields["title"] = str(message.name)
