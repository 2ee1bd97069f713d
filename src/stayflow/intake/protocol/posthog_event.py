"""One event of PostHog as an event of ours.

PostHog keeps one space of `distinct_id`s: the same value may be an anonymous id today and a user
tomorrow. It stays an identity of its own kind, beside what the event says of its nature.

Source:
    The events as built by posthog-python 7.91, posthog-node 5.70 and posthog-js 1.449, kept in
    `tests/intake/protocol/captured`; posthog.com/docs/data/ingestion-warnings for what is special.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from stayflow.intake.protocol.address import with_path
from stayflow.intake.protocol.fields import Object, as_milliseconds, as_number, as_object, as_text
from stayflow.intake.protocol.model import Request
from stayflow.intake.protocol.occurrences import Occurrences
from stayflow.language.event import RawEvent, Value

NAMES: Final[Mapping[str, str]] = {"$pageview": "page_view", "$screen": "screen_view"}
"""Events of theirs that have a name of ours; all others keep their own."""

DISTINCT_ID_MAX: Final = 200
"""Characters of a `distinct_id`; PostHog cuts the rest."""

_CHANNELS: Final[Mapping[str, str]] = {
    "web": "web",
    "js": "web",
    "posthog-ios": "app_ios",
    "posthog-android": "app_android",
}
_SYSTEMS: Final[Mapping[str, str]] = {"iOS": "app_ios", "Android": "app_android"}
_CONTEXT: Final[Mapping[str, str]] = {
    "$current_url": "url",
    "$pathname": "path",
    "$screen_name": "path",
    "$referrer": "referrer",
    "utm_source": "source",
    "utm_medium": "medium",
    "utm_campaign": "campaign",
    "utm_term": "term",
    "utm_content": "content",
    "$search_engine": "search_engine",
    "ph_keyword": "keyword",
    "$os": "os",
    "$os_name": "os",
    "$browser": "browser",
    "$device_type": "device",
    "$app_version": "app_version",
    "$geoip_country_name": "country",
    "$geoip_subdivision_1_name": "province",
    "$geoip_city_name": "city",
    "$session_id": "session_id",
    "$timezone": "zone",
    "$locale": "language",
    "$browser_language": "language",
    "$raw_user_agent": "user_agent",
    "$user_agent": "user_agent",
    "$ip": "ip",
}
_OF_A_CLIENT: Final = frozenset({"$os", "$os_name", "$browser", "$device_type"})
_OF_THE_SDK: Final = frozenset(
    {
        "$set",
        "$set_once",
        "$unset",
        "$config_defaults",
        "$configured_session_timeout_ms",
        "$initialization_time",
        "$insert_id",
        "$lib_custom_api_host",
        "$lib_rate_limit_remaining_tokens",
        "$sdk_dist_channel",
        "$time",
        "$token",
        "distinct_id",
        "token",
    }
)
_DEBUG: Final = "$sdk_debug_"
_PERSON_CALLS: Final = frozenset({"$identify", "$set", "$set_once", "$unset"})
_ALIASES: Final = frozenset({"$create_alias", "$merge_dangerously"})
_JSON: Final = msgspec.json.Encoder()


class Event(msgspec.Struct, kw_only=True):
    """An event as sent; any field may be absent or of another type than told."""

    event: Value = None
    distinct_id: Value = None
    dollar_distinct_id: Value = msgspec.field(name="$distinct_id", default=None)
    uuid: Value = None
    timestamp: Value = None
    sent_at: Value = None
    offset: Value = None
    properties: Value = None
    set: Value = msgspec.field(name="$set", default=None)
    set_once: Value = msgspec.field(name="$set_once", default=None)
    unset: Value = msgspec.field(name="$unset", default=None)

    def whose(self) -> str:
        """The `distinct_id`, wherever it stands; numbers and what else it may be as text."""
        inside = as_object(self.properties).get("distinct_id")
        for told in (self.distinct_id, self.dollar_distinct_id, inside):
            text = as_text(told)
            if not text and told not in (None, ""):
                text = _JSON.encode(told).decode()
            if text:
                return text[:DISTINCT_ID_MAX]
        return ""


def read_event(
    event: Event, sent_at_ms: int | None, request: Request, occurrences: Occurrences
) -> RawEvent:
    """The event of an event.

    Args:
        event: As sent.
        sent_at_ms: When the client sent the request, by its clock.
        request: It came with: a browser does not state its address in the event.
        occurrences: Of the request: an event without `uuid` is known by its content.
    """
    told = as_text(event.event)
    if not told and request.path.rstrip("/") == "/engage":
        told = "$identify"
    properties = as_object(event.properties)
    when = event.timestamp if event.timestamp is not None else properties.get("$time")
    time_ms = as_milliseconds(when)
    sent_at_ms = sent_at_ms or as_milliseconds(event.sent_at)
    channel = _channel(properties)
    left, fields = _part(properties, channel)
    if when is None and isinstance(event.offset, int):
        time_ms = (sent_at_ms or request.received_at_ms) - event.offset
    return RawEvent(
        name=NAMES.get(told, told),
        time_ms=time_ms,
        time_text="" if time_ms is not None or when is None else str(when),
        sent_at_ms=sent_at_ms,
        event_id=_event_id(event, request, occurrences),
        identities=_identities(told, event.whose(), properties),
        properties=left,
        attributes=_facts(event.set, properties.get("$set")),
        attributes_once=_facts(event.set_once, properties.get("$set_once")),
        unset=(*_names(event.unset), *_names(properties.get("$unset"))),
        revenue=as_number(properties.get("revenue", properties.get("$revenue"))),
        currency=as_text(properties.get("currency")) or as_text(properties.get("$currency")),
        **_context(told, channel, fields, properties, request),
    )


def _event_id(event: Event, request: Request, seen: Occurrences) -> str:
    given = as_text(event.uuid) or as_text(as_object(event.properties).get("$insert_id"))
    if given:
        return given
    content = {**msgspec.structs.asdict(event), "sent_at": None}
    return seen.id_of(content) if event.timestamp else seen.id_at(request.received_at_ms, content)


def _identities(name: str, whose: str, properties: Object) -> dict[str, str]:
    """Who did it: the `distinct_id`, and what is known of it.

    A link between two ids calls the one that is known `user_id`: of an alias that is the new id,
    unless the event says that its own is. The other is called as its own events call it.
    """
    other = as_text(properties.get("alias"))[:DISTINCT_ID_MAX]
    previous = as_text(properties.get("$anon_distinct_id"))[:DISTINCT_ID_MAX]
    is_user = _is_user(name, whose, properties)
    named: dict[str, str] = {}
    if name == "$groupidentify" and _is_of_a_group(whose, properties):
        return named
    if name in _ALIASES and other and (is_user or name == "$merge_dangerously"):
        named = {"user_id": whose, "distinct_id": other}
    elif name in _ALIASES and other:
        named = {"user_id": other, "distinct_id": other, "anonymous_id": whose}
    elif is_user:
        named = {"user_id": whose, "distinct_id": whose, "anonymous_id": previous}
    else:
        named = {"distinct_id": whose, "anonymous_id": whose}
    return {kind: value for kind, value in named.items() if value}


def _is_user(name: str, whose: str, properties: Object) -> bool:
    """Whether the event says that its `distinct_id` is a user, not somebody unknown."""
    identified = properties.get("$is_identified")
    if isinstance(identified, bool):
        return identified
    if properties.get("$process_person_profile") is False:
        return False
    return name in _PERSON_CALLS or as_text(properties.get("$user_id")) == whose


def _is_of_a_group(whose: str, properties: Object) -> bool:
    """On a server a group is described by nobody: its `distinct_id` is made up."""
    group = f"${as_text(properties.get('$group_type'))}_{as_text(properties.get('$group_key'))}"
    return whose == group or properties.get("$is_server") is True


def _facts(*stated: Value) -> Object:
    """Facts about the person; null states nothing."""
    return {
        name: value
        for each in stated
        for name, value in as_object(each).items()
        if value is not None
    }


def _names(stated: Value) -> tuple[str, ...]:
    """Names of attributes, as a list or as the keys of an object."""
    if isinstance(stated, list | dict):
        return tuple(name for name in stated if isinstance(name, str))
    return ()


def _part(properties: Object, channel: str) -> tuple[Object, dict[str, str]]:
    """Facts about the event, and what has a field of its own; they are walked once.

    Left out is what says nothing, and what is the SDK's. What a server says of itself is no client's.
    """
    left: Object = {}
    fields: dict[str, str] = {}
    for name, value in properties.items():
        if value is None or name in _OF_THE_SDK or name.startswith(_DEBUG):
            continue
        field = _CONTEXT.get(name)
        if field is None or (channel == "server" and name in _OF_A_CLIENT):
            left[name] = value
        elif (text := as_text(value)) and text != "$direct":
            fields[field] = text
    return left, fields


def _context(
    name: str, channel: str, told: dict[str, str], properties: Object, request: Request
) -> dict[str, Any]:
    fields = {"channel": channel} if channel else {}
    if channel != "server":
        fields["ip"] = request.ip
    if channel == "web":
        fields["user_agent"] = request.headers.get("user-agent", "")
    if name == "$pageview":
        title = as_text(properties.get("title")) or as_text(properties.get("$title"))
        fields["title"] = title
    return with_path({**fields, **told})


def _channel(properties: Object) -> str:
    library = as_text(properties.get("$lib"))
    system = as_text(properties.get("$os")) or as_text(properties.get("$os_name"))
    if library in _CHANNELS:
        return _CHANNELS[library]
    if properties.get("$is_server") is True or not library:
        return "server" if library else ""
    return _SYSTEMS.get(system, "server")
