"""Events of the GA4 Measurement Protocol as events of ours.

Source:
    developers.google.com/analytics/devguides/collection/protocol/ga4/reference: the fields of the
    payload, and `user_location`, `device` and `consent` beside them.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from stayflow.intake.protocol.address import with_path
from stayflow.intake.protocol.body import bound_parts, read_json
from stayflow.intake.protocol.fields import Object, as_number, as_object, as_text
from stayflow.intake.protocol.model import Request
from stayflow.intake.protocol.occurrences import Occurrences
from stayflow.language.event import RawEvent, Value

PURCHASES: Final = frozenset({"purchase", "in_app_purchase", "ecommerce_purchase"})
"""Events whose `value` is money earned; that of a `refund` is money given back."""

_MICROS_PER_MS: Final = 1000
_MICROS_FROM: Final = (
    10**14
)  # a millisecond below it is before the year 5138, a microsecond in 1973
_MICROS_TO: Final = 10**17
_PARAMS: Final[Mapping[str, str]] = {
    "page_location": "url",
    "page_path": "path",
    "page_referrer": "referrer",
    "page_title": "title",
    "screen_name": "path",
    "language": "language",
    "session_id": "session_id",
    "ga_session_id": "session_id",
    "search_engine": "search_engine",
    "app_version": "app_version",
}
_CAMPAIGN: Final[Mapping[str, str]] = {
    "source": "source",
    "medium": "medium",
    "campaign": "campaign",
    "term": "term",
    "content": "content",
}
_LOCATION: Final[Mapping[str, str]] = {
    "country_id": "country",
    "region_id": "province",
    "city": "city",
}
_DEVICE: Final[Mapping[str, str]] = {
    "category": "device",
    "operating_system": "os",
    "browser": "browser",
    "language": "language",
}


class Body(msgspec.Struct, kw_only=True):
    """The payload, its events as they came; any field may be absent or of another type than told."""

    client_id: Value = None
    app_instance_id: Value = None
    user_id: Value = None
    timestamp_micros: Value = None
    user_properties: Value = None
    consent: Value = None
    user_location: Value = None
    device: Value = None
    user_agent: Value = None
    ip_override: Value = None
    events: msgspec.Raw = msgspec.Raw(b"null")


_PARTS: Final = msgspec.json.Decoder(list[msgspec.Raw] | None)


def parts_of(body: Body) -> list[msgspec.Raw]:
    """The events of a payload, each by itself.

    Raises:
        BodyUnreadable: They are no array.
        BatchTooLong: They are more than a request may hold.
    """
    return read_json(_PARTS, bound_parts(bytes(body.events)), what="an array of events") or []


class Event(msgspec.Struct, kw_only=True):
    """An event of the payload."""

    name: Value = None
    params: Value = None
    timestamp_micros: Value = None


def read_event(event: Event, body: Body, request: Request, occurrences: Occurrences) -> RawEvent:
    """The event of an event.

    Args:
        event: As sent.
        body: The payload it came in.
        request: That brought it.
        occurrences: Of the request.
    """
    params = as_object(event.params)
    name = as_text(event.name)
    when = event.timestamp_micros if event.timestamp_micros is not None else body.timestamp_micros
    time_ms = as_micros(when)
    properties = {key: value for key, value in params.items() if key not in _PARAMS}
    if body.consent is not None:
        properties["consent"] = body.consent
    return RawEvent(
        name=name,
        time_ms=time_ms,
        time_text="" if time_ms is not None or when is None else str(when),
        event_id=_event_id(event, body, request.received_at_ms, occurrences),
        identities=identities_of(body),
        properties=properties,
        attributes=_attributes(body.user_properties),
        revenue=earned(name, params.get("value")),
        currency=as_text(params.get("currency")),
        **_context(name, params, body),
    )


def identities_of(body: Body) -> dict[str, str]:
    """A browser or an installed app is somebody unknown, until `user_id` says who."""
    anonymous_id = as_text(body.client_id) or as_text(body.app_instance_id)
    named = {"user_id": as_text(body.user_id), "anonymous_id": anonymous_id}
    return {kind: value for kind, value in named.items() if value}


def as_micros(when: Value) -> int | None:
    """Unix microseconds, as a number or a text, in milliseconds; None when it is something else.

    >>> as_micros("1767323045000000"), as_micros(1767323045)
    (1767323045000, None)
    """
    number = as_number(when)
    if number is None or not _MICROS_FROM <= number < _MICROS_TO:
        return None
    return int(number) // _MICROS_PER_MS


def earned(name: str, value: Value) -> float | None:
    """The money an event stands for: `value` is a worth everywhere, and money where it was paid."""
    amount = as_number(value)
    if amount is None or name in PURCHASES:
        return amount
    return -abs(amount) if name == "refund" else None


def _event_id(event: Event, body: Body, received_at_ms: int, occurrences: Occurrences) -> str:
    """All that the event says. Without a time or a transaction two alike are two events."""
    params = as_object(event.params)
    stated = (event.timestamp_micros, body.timestamp_micros, params.get("transaction_id"))
    content = (
        body.client_id,
        body.app_instance_id,
        body.user_id,
        body.timestamp_micros,
        msgspec.structs.asdict(event),
    )
    if any(stated):
        return occurrences.id_of(*content)
    return occurrences.id_at(received_at_ms, *content)


def _attributes(stated: Value) -> Object:
    """User properties, each `{"value": …}`; null states nothing."""
    facts = {
        name: value.get("value") if isinstance(value, dict) else value
        for name, value in as_object(stated).items()
    }
    return {name: value for name, value in facts.items() if value is not None}


def _context(name: str, params: Object, body: Body) -> dict[str, Any]:
    places = [
        (_LOCATION, as_object(body.user_location)),
        (_DEVICE, as_object(body.device)),
        (_PARAMS, params),
    ]
    if name == "campaign_details":
        places.append((_CAMPAIGN, params))
    fields = {"user_agent": as_text(body.user_agent), "ip": as_text(body.ip_override)}
    for names, told in places:
        for key, field in names.items():
            if text := as_text(told.get(key)):
                fields[field] = text
    return with_path({field: text for field, text in fields.items() if text})
