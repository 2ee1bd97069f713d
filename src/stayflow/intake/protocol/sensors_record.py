"""One record of Sensors Analytics as an event of ours: what happened, to whom, and what is stated.

Source:
    The records as built by the SDKs for Python 1.11, Node 1.2.6 and the web 1.27.11, kept in
    `tests/intake/protocol/captured`; the identities of ID-mapping 3 (`$identity_…`).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from stayflow.intake.protocol.address import with_path
from stayflow.intake.protocol.fields import Object, as_milliseconds, as_number, as_object, as_text
from stayflow.intake.protocol.model import Request
from stayflow.intake.protocol.occurrences import Occurrences
from stayflow.language.event import RawEvent, Value

NAMES: Final[Mapping[str, str]] = {
    "$pageview": "page_view",
    "$AppViewScreen": "screen_view",
    "$MPViewScreen": "screen_view",
}
"""Events of theirs that have a name of ours; all others keep their own."""

KINDS: Final[Mapping[str, str]] = {
    "$identity_login_id": "user_id",
    "$identity_anonymous_id": "anonymous_id",
    "$identity_cookie_id": "cookie",
    "$identity_mobile": "phone",
    "$identity_email": "email",
    "$identity_mp_openid": "openid",
    "$identity_mp_unionid": "unionid",
    "$identity_distinct_id": "distinct_id",
}
"""Kinds of identity of ID-mapping 3 that have a name of ours; others lose the prefix."""

_PREFIX: Final = "$identity_"

CHANNELS: Final[Mapping[str, str]] = {
    "js": "web",
    "MiniProgram": "mini_program",
    "WeappMini": "mini_program",
    "AlipayMini": "mini_program",
    "Android": "app_android",
    "iOS": "app_ios",
    "HarmonyOS": "app_harmony",
}
"""Channels by the name of the SDK; the SDKs that are not named run on servers."""

_CLIENTS: Final = frozenset(CHANNELS)
_CONTEXT: Final[Mapping[str, str]] = {
    "$url": "url",
    "$url_path": "path",
    "$title": "title",
    "$screen_name": "path",
    "$referrer": "referrer",
    "$utm_source": "source",
    "$utm_medium": "medium",
    "$utm_campaign": "campaign",
    "$utm_term": "term",
    "$utm_content": "content",
    "$search_keyword": "keyword",
    "$os": "os",
    "$browser": "browser",
    "$model": "device",
    "$app_version": "app_version",
    "$country": "country",
    "$province": "province",
    "$city": "city",
    "$event_session_id": "session_id",
    "$user_agent": "user_agent",
    "$ip": "ip",
}
# What stands where there is nothing to say; the last one is a mini-program's, of no page before.
_NOT_FOUND: Final = ("未取到", "取值异常", "url的domain解析失败", "直接打开")
_WHOSE: Final = frozenset({"$is_login_id", "distinct_id", "identities"})
_DAY_MINUTES: Final = 24 * 60
_PROFILES: Final = _WHOSE | {"$lib", "$lib_version"}

EVERY_ATTRIBUTE: Final = "*"
"""In `unset`: every attribute of the person."""


class Record(msgspec.Struct, kw_only=True):
    """A record as sent; any field may be absent or of another type than told."""

    type: Value = None
    event: Value = None
    time: Value = None
    distinct_id: Value = None
    login_id: Value = None
    anonymous_id: Value = None
    original_id: Value = None
    identities: Value = None
    properties: Value = None
    lib: Value = None
    item_type: Value = None
    item_id: Value = None
    project: Value = None
    token: Value = None
    track_id: Value = msgspec.field(name="_track_id", default=None)
    flush_time: Value = msgspec.field(name="_flush_time", default=None)


def read_record(record: Record, request: Request, occurrences: Occurrences) -> RawEvent:
    """The event of a record.

    Args:
        record: As sent.
        request: It came with: a browser does not state its address and itself in the record.
        occurrences: Of the request: a record without `_track_id` is known by its content.
    """
    kind = as_text(record.type)
    properties = as_object(record.properties)
    stated = _stated(kind, properties)
    if kind.startswith(("profile_", "item_")):
        left, fields = _left(kind, record, properties, stated), dict[str, str]()
    else:
        left, fields = _part(properties)
    unbind = _identities(record.identities) if kind == "track_id_unbind" else {}
    time_ms = as_milliseconds(record.time)
    has_time = record.time is not None and record.time != ""
    return RawEvent(
        name=_name(kind, record),
        time_ms=time_ms,
        time_text=str(record.time) if has_time and time_ms is None else "",
        sent_at_ms=as_milliseconds(record.flush_time),
        event_id=_event_id(kind, record, request.received_at_ms, occurrences),
        identities=_whose(kind, record, properties),
        properties=left,
        unbind=unbind,
        revenue=None if stated else as_number(properties.get("revenue")),
        currency="" if stated else as_text(properties.get("currency")),
        **stated,
        **_context(_library(record, properties), fields, request),
    )


def _name(kind: str, record: Record) -> str:
    if kind.startswith(("profile_", "item_")):
        return kind
    event = as_text(record.event)
    return NAMES.get(event, event)


def _event_id(kind: str, record: Record, received_at_ms: int, occurrences: Occurrences) -> str:
    """What a retry has in common: the SDK's number of the record, or else all it says."""
    if record.track_id:
        return occurrences.id_of(
            record.distinct_id, record.time, kind, record.event, record.track_id
        )
    content = {**msgspec.structs.asdict(record), "flush_time": None}
    return occurrences.id_of(content) if record.time else occurrences.id_at(received_at_ms, content)


def _whose(kind: str, record: Record, properties: Object) -> dict[str, str]:
    """The identities a record names.

    Sensors keeps one space of `distinct_id`s: the same value may be an anonymous id today and a
    login tomorrow. It stays an identity of its own kind, beside what is known of its nature.
    """
    if kind.startswith("item_"):
        return {}
    # The newest form of the Java SDK has both inside the properties.
    identities = record.identities or properties.get("identities")
    named = _identities(identities)
    distinct_id = as_text(record.distinct_id) or as_text(properties.get("distinct_id"))
    prefix, plus, value = distinct_id.partition("+")
    if plus and (prefix.startswith(_PREFIX) or prefix in as_object(identities)):
        named.setdefault(_kind(prefix), value)
        return {name: text for name, text in named.items() if text}
    login = as_text(record.login_id)
    if kind == "track_signup" or properties.get("$is_login_id") is True:
        login = login or distinct_id
    anonymous = as_text(record.original_id) or as_text(record.anonymous_id)
    if not anonymous and not login and "user_id" not in named:
        anonymous = distinct_id
    named.setdefault("user_id", login)
    named.setdefault("anonymous_id", anonymous)
    named.setdefault("distinct_id", distinct_id)
    return {name: text for name, text in named.items() if text}


def _identities(identities: Value) -> dict[str, str]:
    """Identities of ID-mapping 3 under our names; of a list the first."""
    named: dict[str, str] = {}
    for name, value in as_object(identities).items():
        first = value[0] if isinstance(value, list) and value else value
        text = as_text(first)
        if text:
            named.setdefault(_kind(name), text)
    return named


def _kind(name: str) -> str:
    return KINDS.get(name) or name.removeprefix(_PREFIX)


def _stated(kind: str, properties: Object) -> dict[str, Any]:
    """What a profile record states of the person."""
    facts = {name: value for name, value in properties.items() if name not in _PROFILES}
    state = _STATEMENTS.get(kind)
    return state(facts) if state else {}


def _increments(facts: Object) -> dict[str, Any]:
    numbers = {name: _summand(value) for name, value in facts.items()}
    return {"increments": {name: n for name, n in numbers.items() if n is not None}}


_STATEMENTS: Final[Mapping[str, Callable[[Object], dict[str, Any]]]] = {
    "profile_set": lambda facts: {"attributes": facts},
    "profile_set_once": lambda facts: {"attributes_once": facts},
    "profile_increment": _increments,
    "profile_append": lambda facts: {
        "appends": {name: value for name, value in facts.items() if isinstance(value, list)}
    },
    "profile_unset": lambda facts: {"unset": tuple(facts)},
    "profile_delete": lambda _: {"unset": (EVERY_ATTRIBUTE,)},
}


def _summand(value: Value) -> float | None:
    return as_number(value) if isinstance(value, int | float) else None


def _left(kind: str, record: Record, properties: Object, stated: dict[str, Any]) -> Object:
    """The properties of a record about an item or a person: of a person, what could not be stated."""
    if kind.startswith("item_"):
        return {**properties, "item_type": record.item_type, "item_id": record.item_id}
    known = {name for each in stated.values() for name in each} | _PROFILES
    known |= set(properties) if kind == "profile_delete" else set()
    return {name: value for name, value in properties.items() if name not in known}


def _part(properties: Object) -> tuple[Object, dict[str, str]]:
    """Facts about the event, and what has a field of its own; they are walked once."""
    left: Object = {}
    fields: dict[str, str] = {}
    for name, value in properties.items():
        field = _CONTEXT.get(name)
        if field is not None:
            text = as_text(value)
            if text and not text.startswith(_NOT_FOUND):
                fields[field] = text
        elif name == "$timezone_offset":
            fields["zone"] = _zone(value)
        elif name not in _WHOSE:
            left[name] = value
    return left, fields


def _library(record: Record, properties: Object) -> str:
    return as_text(as_object(record.lib).get("$lib")) or as_text(properties.get("$lib"))


def _context(library: str, told: dict[str, str], request: Request) -> dict[str, Any]:
    fields = {"channel": CHANNELS.get(library, "server" if library else "")}
    if library in _CLIENTS:
        fields["ip"] = request.ip
    if library == "js":
        fields["user_agent"] = request.headers.get("user-agent", "")
        fields["language"] = request.headers.get("accept-language", "").partition(",")[0].strip()
    return with_path({**fields, **told})


def _zone(offset: Value) -> str:
    """The offset from Greenwich; browsers state it in minutes west. Empty for what is none.

    >>> _zone(-480), _zone(210), _zone("x")
    ('+08:00', '-03:30', '')
    """
    minutes = as_number(offset)
    if minutes is None or not abs(minutes) <= _DAY_MINUTES:
        return ""
    hours, rest = divmod(abs(int(minutes)), 60)
    return f"{'-' if minutes > 0 else '+'}{hours:02}:{rest:02}"
