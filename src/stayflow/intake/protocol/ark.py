"""Analysys Ark (易观方舟): `/up`, an array of records, plain or as base64 of gzip without a name.

Servers and apps post it; the SDK of pages asks for a picture with it in `data`, unless told otherwise.
The write key is the `appid` of the records. The SDKs take an answer for good that has the text
`200` in it, so no other one has.

Source:
    The records and the answer as ans-python-sdk builds and reads them, ans-javascript-sdk 4.5, and
    github.com/analysys.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from stayflow.intake.protocol.address import with_path
from stayflow.intake.protocol.body import bound_parts, read_json, shown, unpack_body
from stayflow.intake.protocol.encoding import read_base64, read_form
from stayflow.intake.protocol.errors import CONTENT_ERRORS, BodyUnreadable, MessageBatchEmpty
from stayflow.intake.protocol.fields import Object, as_milliseconds, as_number, as_object, as_text
from stayflow.intake.protocol.model import (
    Answer,
    Opened,
    Protocol,
    Request,
    refusal_status,
    wrong_method,
)
from stayflow.intake.protocol.occurrences import Occurrences
from stayflow.intake.protocol.pixel import PIXEL
from stayflow.kernel.errors import StayflowError
from stayflow.language.event import EventPack, RawEvent, Value

_CHANNELS: Final[Mapping[str, str]] = {
    "js": "web",
    "wechat": "mini_program",
    "android": "app_android",
    "ios": "app_ios",
}
_CONTEXT: Final[Mapping[str, str]] = {
    "$url": "url",
    "$title": "title",
    "$referrer": "referrer",
    "$utm_source": "source",
    "$utm_medium": "medium",
    "$utm_campaign": "campaign",
    "$utm_term": "term",
    "$utm_content": "content",
    "$search_engine": "search_engine",
    "$search_keyword": "keyword",
    "$os": "os",
    "$browser": "browser",
    "$model": "device",
    "$app_version": "app_version",
    "$country": "country",
    "$province": "province",
    "$city": "city",
    "$language": "language",
    "$session_id": "session_id",
    "$user_agent": "user_agent",
    "$ip": "ip",
}
_OF_THE_SDK: Final = frozenset(
    {"$lib", "$platform", "$is_login", "$lib_version", "$debug", "$importFlag", "$original_id"}
)
_STATED: Final[Mapping[str, str]] = {
    "$profile_set": "attributes",
    "$profile_set_once": "attributes_once",
}
_TAKEN: Final = Answer(body=b'{"code":200}')


class Record(msgspec.Struct, kw_only=True):
    """A record as sent; any field may be absent or of another type than told."""

    appid: Value = None
    xwho: Value = None
    xwhat: Value = None
    xwhen: Value = None
    xcontext: Value = None


_PARTS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_RECORD: Final = msgspec.json.Decoder(Record)


def open_ark(request: Request) -> Opened:
    """The door: unwraps the body and finds the first `appid`.

    Raises:
        BodyUnreadable: It is no array of records under any wrapping.
        BodyTooLarge: It unpacks to more than the request may have.
        MessageBatchEmpty: It holds no record.
        BatchTooLong: It holds more than a request may.
    """
    if request.method not in {"GET", "POST"}:
        return wrong_method("GET", "POST")
    parts = _read_parts(request)
    if not parts:
        raise MessageBatchEmpty("the array holds no record; leave the request out", path="body")
    answer = PIXEL if request.method == "GET" else _TAKEN
    return Opened(next((key for part in parts if (key := _key(part))), None), answer)


def decode_ark(request: Request) -> EventPack:
    """The events of a request; what is none becomes unread, alone."""
    events: list[RawEvent] = []
    unread: list[str] = []
    occurrences = Occurrences()
    try:
        parts = _read_parts(request)
    except StayflowError as error:
        unread.append(f"{error} {shown(request.body or request.query.encode())}")
        parts = []
    for raw in parts:
        try:
            record = read_json(_RECORD, bytes(raw), what="a record of Ark")
            events.append(_event(record, request, occurrences))
        except (BodyUnreadable, *CONTENT_ERRORS) as error:
            unread.append(f"{error}: {shown(bytes(raw))}")
    return EventPack(
        source="ark",
        received_at_ms=request.received_at_ms,
        events=tuple(events),
        unread=tuple(unread),
    )


def _read_parts(request: Request) -> list[msgspec.Raw]:
    sent = request.body or read_form(request.query).get("data", "").encode("utf-8", "replace")
    body = unpack_body(sent, request.body_bytes_max).strip()
    if body[:1] not in {b"[", b"{"}:
        body = unpack_body(read_base64(body.decode("utf-8", "replace")), request.body_bytes_max)
    if body[:1] == b"{":
        body = b"[" + body + b"]"
    return read_json(_PARTS, bound_parts(body), what="an array of records of Ark")


def _key(part: msgspec.Raw) -> str:
    try:
        return as_text(read_json(_RECORD, bytes(part), what="a record of Ark").appid)
    except BodyUnreadable:
        return ""


def _event(record: Record, request: Request, occurrences: Occurrences) -> RawEvent:
    context = as_object(record.xcontext)
    what = as_text(record.xwhat)
    time_ms = as_milliseconds(record.xwhen)
    stated = _stated(what, context)
    return RawEvent(
        name="page_view" if what == "$pageview" else what,
        time_ms=time_ms,
        time_text="" if time_ms is not None or record.xwhen is None else str(record.xwhen),
        event_id=_event_id(record, request, occurrences),
        identities=_identities(what, record, context),
        properties={} if stated else _properties(context),
        revenue=None if stated else as_number(context.get("revenue")),
        currency="" if stated else as_text(context.get("currency")),
        **stated,
        **_fields({} if stated else context, as_text(context.get("$platform")), request),
    )


def _event_id(record: Record, request: Request, occurrences: Occurrences) -> str:
    content = msgspec.structs.asdict(record)
    if record.xwhen:
        return occurrences.id_of(content)
    return occurrences.id_at(request.received_at_ms, content)


def _identities(what: str, record: Record, context: Object) -> dict[str, str]:
    """Whose it is. Ark has one space of ids, of which a login is told by `$is_login` or `$alias`."""
    whose = as_text(record.xwho)
    if what == "$alias" or context.get("$is_login") is True:
        previous = as_text(context.get("$original_id"))
        named = {"user_id": whose, "distinct_id": whose, "anonymous_id": previous}
    else:
        named = {"distinct_id": whose, "anonymous_id": whose}
    return {kind: value for kind, value in named.items() if value}


def _stated(what: str, context: Object) -> dict[str, Any]:
    """What a profile record states of the person."""
    facts = {name: value for name, value in context.items() if name not in _OF_THE_SDK}
    match what:
        case "$profile_set" | "$profile_set_once":
            return {_STATED[what]: facts}
        case "$profile_increment":
            sums = {name: as_number(value) for name, value in facts.items()}
            return {"increments": {name: n for name, n in sums.items() if n is not None}}
        case "$profile_append":
            return {"appends": {name: _listed(value) for name, value in facts.items()}}
        case "$profile_unset":
            return {"unset": tuple(facts)}
    return {"unset": ("*",)} if what == "$profile_delete" else {}


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _properties(context: Object) -> Object:
    left_out = _CONTEXT.keys() | _OF_THE_SDK - {"$lib", "$lib_version"}
    return {name: value for name, value in context.items() if name not in left_out}


def _fields(context: Object, platform: str, request: Request) -> dict[str, Any]:
    fields = {"channel": _CHANNELS.get(platform.lower(), "server" if platform else "")}
    if fields["channel"] not in {"server", ""}:
        fields["ip"] = request.ip
    if fields["channel"] == "web":
        fields["user_agent"] = request.headers.get("user-agent", "")
    for name, field in _CONTEXT.items():
        if text := as_text(context.get(name)):
            fields[field] = text
    return with_path({field: text for field, text in fields.items() if text})


def refuse_ark(error: StayflowError) -> Answer:
    """An error with the number that Ark's SDKs know."""
    body = {"code": 500, "error": error.code, "message": error.message, "success": False}
    return Answer(refusal_status(error), msgspec.json.encode(body))


ARK: Final = Protocol(
    name="ark", paths=("/up",), open=open_ark, decode=decode_ark, refuse=refuse_ark
)
