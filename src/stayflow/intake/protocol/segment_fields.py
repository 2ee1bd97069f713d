"""Messages of Segment's specification by field: what servers and apps send nearly always, `track` in batches.

Gives what `segment_message` would give event by event, in a third of the time; anything out of the
ordinary is left to it. That both say the same is tested over generated messages.
"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from stayflow.intake.columns import EventsByField
from stayflow.intake.protocol.fields import as_milliseconds, as_number, as_text
from stayflow.intake.protocol.segment_context import (
    CAMPAIGN_FIELDS,
    CHANNELS,
    CLIENT_CHANNELS,
    LOCATION_FIELDS,
    NO_CONTEXT,
    NO_REFERRER,
    PAGE_FIELDS,
    SEARCH_FIELDS,
    runs_on,
)
from stayflow.intake.protocol.segment_message import Around, Message

Column = Sequence[Any]
Columns = dict[str, Column]

MESSAGES_MIN: Final = 8
"""Fewer are quicker one by one."""

_astuple: Final = msgspec.structs.astuple
_TEXTS: Final = {
    "locale": "language",
    "timezone": "zone",
    "user_agent": "user_agent",
    "ip": "ip",
}
_GROUPS: Final = {
    "page": PAGE_FIELDS,
    "campaign": CAMPAIGN_FIELDS,
    "search": SEARCH_FIELDS,
    "location": LOCATION_FIELDS,
    "device": ("", "device", ""),
    "os": ("os", "", ""),
    "browser": ("browser", "", ""),
}
_RARE: Final = ("external_ids", "external_id")


def fields_of(messages: Sequence[Message], around: Around) -> EventsByField | None:
    """The events of messages that were read together; None when one of them is not ordinary."""
    if around.context is not None or len(messages) < MESSAGES_MIN:
        return None
    said = _by_name(messages)
    if set(said["type"]) != {"track"} or any(said["merge_properties"]):
        return None
    context = _by_name([each or NO_CONTEXT for each in said["context"]])
    if any(any(context[name]) for name in _RARE):
        return None
    fields = _context_fields(context)
    _put_channel(fields, said, context, around)
    _put_time(fields, said, around)
    _put_properties(fields, said["properties"])
    fields["name"] = [
        each if type(each) is str else "" if each is None else str(each) for each in said["event"]
    ]
    fields["event_id"] = [as_text(each) or None for each in said["message_id"]]
    if any(context["traits"]):
        fields["attributes"] = [each or {} for each in context["traits"]]
    return EventsByField(len(messages), fields, _identities(said))


def _by_name(structs: Sequence[msgspec.Struct]) -> Columns:
    columns = zip(*map(_astuple, structs), strict=True)
    return dict(zip(structs[0].__struct_fields__, columns, strict=True))


def _context_fields(context: Columns) -> Columns:
    fields = {field: context[name] for name, field in _TEXTS.items() if any(context[name])}
    for group, names in _GROUPS.items():
        if any(context[group]):
            _put_group(fields, context[group], names)
    if any(context["session_id"]):
        fields["session_id"] = [str(each) if each else "" for each in context["session_id"]]
    if "referrer" in fields:
        fields["referrer"] = [None if each == NO_REFERRER else each for each in fields["referrer"]]
    if any(context["app"]):
        pairs = zip(context["app"], context["library"], strict=True)
        fields["app_version"] = [
            app.version if app and not (library and library.name == app.name) else None
            for app, library in pairs
        ]
    return fields


def _put_group(fields: Columns, groups: Column, names: Sequence[str]) -> None:
    nothing = (None,) * len(names)
    columns = zip(*(nothing if each is None else _astuple(each) for each in groups), strict=True)
    for name, values in zip(names, columns, strict=True):
        if name and any(values):
            fields[name] = values


def _put_channel(fields: Columns, said: Columns, context: Columns, around: Around) -> None:
    """The channel, and what the request says of its sender where that is the person."""
    runs = [runs_on(each.name) if each else (False, False) for each in context["library"]]
    channels = [
        own or told or ("web" if is_web else "")
        for own, told, (is_web, _) in zip(said["channel"], context["channel"], runs, strict=True)
    ]
    if any(channels):
        fields["channel"] = [CHANNELS.get(each, each) for each in channels]
    for name, sent in (("ip", around.ip), ("user_agent", around.user_agent)):
        if sent:
            own = fields.get(name) or [None] * len(runs)
            fields[name] = [
                each
                or (sent if around.is_client or is_device or channel in CLIENT_CHANNELS else "")
                for each, (_, is_device), channel in zip(own, runs, channels, strict=True)
            ]


def _put_time(fields: Columns, said: Columns, around: Around) -> None:
    when = said["timestamp"]
    if any(said["original_timestamp"]):
        when = [first or each for first, each in zip(said["original_timestamp"], when, strict=True)]
    times = fields["time_ms"] = list(map(as_milliseconds, when))
    if None in times:
        fields["time_text"] = [
            "" if at is not None or text is None else str(text)
            for at, text in zip(times, when, strict=True)
        ]
    sent: Column = [around.sent_at_ms] * len(when)
    if any(said["sent_at"]):
        own = zip(said["sent_at"], sent, strict=True)
        sent = [as_milliseconds(each) if each else outer for each, outer in own]
    fields["sent_at_ms"] = sent


def _put_properties(fields: Columns, stated: Column) -> None:
    properties = fields["properties"] = [each or {} for each in stated]
    if any("revenue" in each for each in properties):
        fields["revenue"] = [as_number(each.get("revenue")) for each in properties]
    if any("currency" in each for each in properties):
        fields["currency"] = [as_text(each.get("currency")) for each in properties]


def _identities(said: Columns) -> dict[str, Sequence[str | None]]:
    return {
        kind: [each if type(each) is str or each is None else str(each) for each in said[kind]]
        for kind in ("user_id", "anonymous_id")
        if any(each is not None and each != "" for each in said[kind])
    }
